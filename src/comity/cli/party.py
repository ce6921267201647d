"""One of the two parties of ``comity link`` and ``comity bench hitnohit``: a throw-away node in a process of its own.

A JSON line in for each step, a JSON line out. Only operations of the node are called here.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.kernel import Evaluation, Restriction, SystemClock
from comity.kernel.purposes import Offence, Purpose

if TYPE_CHECKING:
    from comity.node.permissions import Actor

COUNTRIES = {"left": "KH", "right": "VN"}
AGREED = 50_000_000
PASSWORD = "throw-away-node-of-one-run"  # noqa: S105 -- the node lives for one run and nobody signs in


class Party:
    """The node of one side."""

    def __init__(self) -> None:
        self._traffic: Any = None
        self._row: Any = None
        self._common: list[str] = []
        self._own: list[str] = []

    def found(self, side: str, folder: str, port: int) -> dict[str, Any]:
        """This function founds the node, and opens the case under which everything is done."""
        from comity.node.config import NodeConfig
        from comity.node.founding import found

        config = NodeConfig(
            folder=Path(folder), agency=f"{side} party", country=COUNTRIES[side], behind_tls=False, port=port,
            address=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        found(config, clock=SystemClock())
        from comity.node.accounts.operations import create_user
        from comity.node.cases import operations as cases
        from comity.node.partners.own import own_card
        from comity.node.permissions import SYSTEM, Role

        user = create_user(actor=SYSTEM, username="party", name="party", role=Role.SUPERVISOR, password=PASSWORD)
        actor = self._actor()
        case = cases.open_case(
            actor=actor, reference="LINK", title="Link", offence=Offence.OTHER, purpose=Purpose.DETECTION
        )
        basis = cases.record_instrument(
            actor=actor, reference="AGREED", title="Agreed for this run", kind="agreement",
            parties=list(COUNTRIES.values()), in_force_from=date(2000, 1, 1),
        )  # fmt: skip
        cases.start_period(actor=actor, purpose=Purpose.DETECTION, case_id=case.id, instrument_id=basis.id)
        return {"card": own_card().token, "user": user.id}

    def meet(self, card: str, fingerprint: str) -> dict[str, Any]:
        """This function accepts the other party and releases listed subjects to it."""
        from comity.node.matching.operations import agree_holdings
        from comity.node.partners import operations as partners
        from comity.subjects.model import Role as SubjectRole

        actor = self._actor()
        other = partners.add(actor=actor, card=card)
        partners.accept(actor=actor, partner_id=other.id, fingerprint=fingerprint)
        group = partners.write_group(actor=actor, name="the other party", roles=[SubjectRole.LISTED], names_alone=True)
        partners.set_group(actor=actor, partner_id=other.id, group_id=group.id)
        agree_holdings(actor=actor, partner_id=other.id, holdings=AGREED)
        return {"partner": other.id}

    def propose_budget(self) -> dict[str, Any]:
        """This function proposes a budget; the other party gets the signed statement from who runs both."""
        from comity.node.matching import agreeing

        made = agreeing.propose(actor=self._actor(), partner_id=self._other().id, elements=AGREED)
        return agreeing.statement(made)

    def accept_budget(self, said: dict[str, Any]) -> dict[str, Any]:
        """This function accepts the budget that the other party proposes."""
        from comity.node.matching import agreeing

        row = agreeing.heard(self._other(), said)
        return agreeing.statement(agreeing.decide(actor=self._actor(), agreement_id=row.id, accept=True))

    def hear_budget(self, said: dict[str, Any]) -> dict[str, Any]:
        """This function takes in what the other party decided."""
        from comity.node.matching import agreeing

        return {"state": agreeing.heard(self._other(), said).state}

    def load(self, file: str) -> dict[str, Any]:
        """This function imports a file; every row has the role "listed"."""
        from comity.node.holdings import operations as holdings
        from comity.node.holdings.models import Holding
        from comity.subjects.model import Role as SubjectRole

        actor = self._actor()
        path = _without_roles(Path(file))
        grounds = holdings.Grounds(
            role=SubjectRole.LISTED, source="the file of this run", evaluation=Evaluation.parse("B2"),
            restriction=Restriction(), retention_until=datetime.now(UTC).date() + timedelta(days=30),
            case_id=actor.case_id, releasable_to=tuple(COUNTRIES.values()),
        )  # fmt: skip
        made = holdings.import_file(actor=actor, file=path, grounds=grounds)
        Holding.objects.update(role=SubjectRole.LISTED)
        return {"read": made.read, "left_out": made.left_out, "warnings": made.warnings}

    def publish(self) -> dict[str, Any]:
        """This function makes the index for the other party."""
        from comity.node.matching import publishing
        from comity.node.matching.models import OwnIndex

        publishing.publish()
        row = OwnIndex.objects.get()
        return {"entries": row.entries, "holdings": row.holdings, "left_out": row.left_out}

    def check(self) -> dict[str, Any]:
        """This function checks every holding with the other party and returns the hits."""
        from comity.node.holdings.models import Holding
        from comity.node.matching import operations as matching
        from comity.node.matching.models import Inquiry
        from comity.node.matching.queries import hits
        from comity.node.matching.words import reasons

        self._count_traffic()
        actor = self._actor()
        named = dict(Holding.objects.values_list("id", "reference"))
        check = matching.check_holdings(actor=actor, holding_ids=list(named))
        matching.carry_out(check.id)
        failed = Inquiry.objects.exclude(state="answered").first()
        if failed is not None:
            return {"failed": failed.reason}
        rows = [
            [
                named[hit.subject.holding_id], hit.handle, hit.score, hit.strength,
                "; ".join(str(words) for words, _ in reasons(hit.reasons)),
            ]
            for hit in hits(actor, check_id=check.id, most=None)
        ]  # fmt: skip
        return {"hits": rows, "bytes": self._traffic.bytes}

    def resolve(self, handles: list[str]) -> dict[str, Any]:
        """This function names the records behind handles, by the ids of their file."""
        from comity.node.holdings.models import Holding
        from comity.node.matching.handles import in_force

        named = dict(Holding.objects.values_list("id", "reference"))
        held = in_force()
        return {"ids": {handle: named[held[handle]] for handle in handles}}

    def keys(self, *, asking: bool) -> dict[str, Any]:
        """This function counts subjects and the keys that they give."""
        from comity.linkage import keys_of
        from comity.node.holdings.queries import indexable
        from comity.node.runtime import limits

        counts = [len(keys_of(e.subject, limits=limits(), asking=asking)) for batch in indexable() for e in batch]
        return {"subjects": len(counts), "keys": sum(counts)}

    def make_keys(self, common: int, own: int) -> dict[str, Any]:
        """This function makes keys: those that both sides have, then this side's own."""
        from comity.node.runtime import config

        side = config().country
        self._common = [f"common {i}" for i in range(common)]
        self._own = [f"{side} {i}" for i in range(own)]
        return {"keys": common + own}

    def bench_publish(self) -> dict[str, Any]:
        """This function makes the index of the keys for the other party."""
        from comity.node.matching import measuring

        self._row = measuring.publish(self._other(), [*self._common, *self._own])
        return {"entries": self._row.entries}

    def bench_update(self) -> dict[str, Any]:
        """This function changes one in a hundred of this side's own keys and makes the delta."""
        from comity.node.matching import measuring

        values = [*self._common, *self._own]
        changed = range(len(values) - max(len(values) // 100, 1), len(values))
        for i in changed:
            values[i] = f"new {i}"
        self._row = measuring.update(self._row, values, changed)
        return {"entries": self._row.entries, "sequence": self._row.sequence}

    def bench_fetch(self) -> dict[str, Any]:
        """This function brings the other party's index up to date."""
        from comity.node.matching import fetching

        if self._traffic is None:
            self._count_traffic()
        before = self._traffic.received
        row = fetching.fetch(self._other())
        return {"entries": row.entries, "sequence": row.sequence, "bytes": self._traffic.received - before}

    def bench_check(self) -> dict[str, Any]:
        """This function checks every key and tells whether exactly the common ones were found."""
        from comity.node.matching import measuring

        sent, received = self._traffic.sent, self._traffic.received
        found = measuring.ask(self._other(), [*self._common, *self._own])
        return {
            "correct": found == list(range(len(self._common))), "found": len(found),
            "sent": self._traffic.sent - sent, "received": self._traffic.received - received,
        }  # fmt: skip

    def bench_single(self, times: int) -> dict[str, Any]:
        """This function checks one subject of 12 keys again and again and returns the milliseconds of each."""
        import time

        from comity.node.matching import measuring

        keys = [*self._common[:6], *(f"single {i}" for i in range(6))]
        spent = []
        for _ in range(times):
            started = time.perf_counter()
            measuring.ask(self._other(), keys, single=True)
            spent.append((time.perf_counter() - started) * 1000)
        return {"milliseconds": spent}

    def _other(self) -> Any:
        from comity.node.partners.models import Partner

        return Partner.objects.select_related("group").get()

    def used(self) -> dict[str, Any]:
        """This function returns what the process has used."""
        spent = resource.getrusage(resource.RUSAGE_SELF)
        return {"cpu": spent.ru_utime + spent.ru_stime, "memory": spent.ru_maxrss * 1024}

    def _actor(self) -> Actor:
        from comity.node.accounts.models import User
        from comity.node.cases.queries import actor_for

        return actor_for(User.objects.get(username="party"))

    def _count_traffic(self) -> None:
        from comity.cli.traffic import Traffic
        from comity.node.partners import wire

        self._traffic = Traffic()
        wire.set_transport(self._traffic)


def _without_roles(file: Path) -> Path:
    """This function returns a file whose rows state no role: the same one, or a copy where some do."""
    from comity.node.runtime import config, limits
    from comity.subjects.readers import read
    from comity.subjects.writers import write_csv

    subjects = list(read(file, limits=limits()))
    if not any(subject.role for subject in subjects):
        return file
    copy = config().folder / "files" / "without-roles.csv"
    with copy.open("w", encoding="utf-8", newline="") as stream:
        write_csv([replace(subject, role=None) for subject in subjects], stream)
    return copy


def main() -> None:
    """This function takes steps from standard input until it ends."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    party = Party()
    for line in sys.stdin:
        step = json.loads(line)
        answer = getattr(party, step.pop("do"))(**step)
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
