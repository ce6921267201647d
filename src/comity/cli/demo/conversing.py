"""The last part of the demo: a person confirms a hit, asks, and gets an answer, with receipts both ways."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from comity.cli.demo.checking import Checked
from comity.cli.demo.folder import DemoFolder, Place
from comity.cli.demo.founding import OFFICER, at, basis
from comity.cli.demo.result import Result, Step
from comity.cli.demo.town import Town
from comity.kernel import Missing, Unreachable
from comity.simulation import Region

_PATIENCE = 60.0
_ASKER, _PARTNER = "KH", "VN"


def converse(demo: DemoFolder, region: Region, town: Town, checked: dict[str, Checked], result: Result) -> None:
    """This function lets Cambodia ask Viet Nam about a hit, and keeps every step in the result.

    Raises:
        Missing: there is no strong hit to ask about.
        Unreachable: a message was not delivered in time.
    """
    asker, partner = (next(p for p in town.places if p.country == c) for c in (_ASKER, _PARTNER))
    nodes, shell, other = demo.state["nodes"], town.shells[_ASKER], town.shells[_PARTNER]
    case = region.agencies[_ASKER].cases[0].reference
    hit = _hit(checked[_ASKER], nodes[_PARTNER], int(demo.state["runs"]))

    def note(place: Place, what: str) -> None:
        result.conversation.append(Step(place.country, what))

    shell.measure("confirm", asker.folder, OFFICER, case, hit["hit"])
    reasons = hit["evidence"].count(";") + 1
    note(
        asker,
        f"An officer confirms a {hit['strength']} hit: score {hit['score']:.4f}, from {reasons} pieces of evidence",
    )
    request = shell.json(
        "ask", "--partner", nodes[_PARTNER], "--hit", hit["hit"], "--case", case, "--instrument", basis(asker, partner),
        "--facts", "The person of our case is known to you, as a check of what both of us hold has shown (demo).",
        "--asked", "In which case do you know this person, and in which role?",
        "--link", "Your agency holds a record that agrees with ours.", "--use", f"Intelligence in case {case}.",
        *at(asker, OFFICER),
    )  # fmt: skip
    note(asker, f"A request is written in case {case}, under {basis(asker, partner)}")
    received = _until(lambda: _message(town, partner, "request", request["message_id"]), "the request", partner)
    note(partner, "The request has arrived; a signed receipt goes back with a ledger head that covers it")
    delivered = _until(lambda: _delivered(town, asker, request["id"]), "the receipt of the request", asker)
    note(asker, f"The receipt is here and proved: {delivered}")
    answer = other.json(
        "answer", received["id"], "--status", "full", "--text", "The person is known to us.",
        "--item", "Suspect in a case of drug trafficking; last seen at the border (demo).", "--evaluation", "B2",
        "--holding", other.measure("behind", partner.folder, hit["handle"]),
        "--case", region.agencies[_PARTNER].cases[0].reference, *at(partner, OFFICER),
    )  # fmt: skip
    note(partner, "An officer answers; the handling codes of the holding travel with what is told")
    reply = _until(lambda: _message(town, asker, "reply", answer["message_id"]), "the reply", asker)
    note(
        asker, f"The reply is here: {reply['content']['status']}, with {len(reply['content']['items'])} evaluated item"
    )
    delivered = _until(lambda: _delivered(town, partner, answer["id"]), "the receipt of the reply", partner)
    note(partner, f"The receipt is here and proved: {delivered}")
    result.replied = True


def _hit(checked: Checked, partner: str, run: int) -> dict[str, Any]:
    """The strongest hits rest on documents and have more to say than a handle; each run takes the next."""
    strong = [
        hit
        for hit in checked.document["hits"]
        if hit["partner"] == partner and hit["strength"] == "strong" and ";" in hit["evidence"]
    ]
    if not strong:
        raise Missing("a strong hit", f"{checked.asker} found none", "Look at the checks", code="demo.hit.none")
    found: dict[str, Any] = strong[run % len(strong)]
    return found


def _message(town: Town, place: Place, kind: str, message_id: str) -> dict[str, Any] | None:
    """A partner's message, by the id that it has at both nodes, as who works there reads it."""
    conversations = town.shells[place.country].json("conversations", *at(place, OFFICER))
    found: list[dict[str, Any]] = [
        message
        for conversation in conversations
        for message in conversation["messages"]
        if (message["direction"], message["type"], message["message_id"]) == ("theirs", kind, message_id)
    ]
    return found[0] if found else None


def _delivered(town: Town, place: Place, message: str) -> str | None:
    receipts: dict[str, str] = town.shells[place.country].measure("receipts", place.folder)
    return receipts.get(message)


def _until(look: Callable[[], Any], what: str, place: Place) -> Any:
    end = time.monotonic() + _PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise Unreachable(
                what, f"it did not arrive at {place.agency} in time", "Look into the logs", code="demo.message.late"
            )
        time.sleep(0.1)
    return found
