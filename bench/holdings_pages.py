"""Pages of holdings, asked for again and again with what real records say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from bench.holdings import timed
from bench.holdings_people import People

WARM = 3


def pages(people: People, requests: int, rng: Random) -> dict[str, dict[str, float]]:
    """For each kind of page the number of requests and their p50 and p95 in milliseconds."""
    from django.conf import settings
    from django.test import Client

    from comity.node.accounts.models import User

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    found = {}
    for name, (who, addresses) in _kinds(people, requests + WARM, rng).items():
        client = Client()
        client.force_login(
            User.objects.get(id=who.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        times = [timed(_asking(client, address)) for address in addresses][WARM:]
        cuts = quantiles(times, n=20, method="inclusive")
        found[name] = {"n": len(times), "p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1)}
    return found


def _asking(client: Any, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    return ask


def _kinds(people: People, n: int, rng: Random) -> dict[str, tuple[Any, list[str]]]:
    """Names of pages, who asks, and the addresses."""
    from comity.node.holdings.models import Holding, Term
    from comity.node.holdings.parts import words

    ids = list(
        Holding.objects.filter(case=people.large).exclude(role="victim").values_list("id", flat=True)[:400_000:37]
    )
    some = [rng.choice(ids) for _ in range(n)]
    said = {name: _said(ids, rng, n, name) for name in ("name", "alias", "birthDate", "idNumber", "phone")}
    references = list(Holding.objects.filter(id__in=some).values_list("reference", flat=True))
    common = [value for value, _n in _common(Term)]
    officer, worker = people.officer, people.worker

    def asked(texts: Sequence[str], **more: str) -> list[str]:
        return ["/holdings/?" + urlencode({"text": text, **more}) for text in (list(texts) * n)[:n]]

    return {
        "list, first page": (officer, ["/holdings/"] * n),
        "list, anywhere in it": (officer, [f"/holdings/?after={i}" for i in some]),
        "list of a small case": (officer, [f"/holdings/?case={people.small}"] * n),
        "list of a large case, anywhere in it": (officer, [f"/holdings/?case={people.large}&after={i}" for i in some]),
        "list of witnesses": (officer, ["/holdings/?role=witness"] * n),
        "list of victims, by who works with them": (worker, ["/holdings/?role=victim"] * n),
        "list for a program": (officer, [f"/v1/desk/holdings?after={i}" for i in some]),
        "search by a whole name": (officer, asked(said["name"])),
        "search by an alias in Latin letters": (officer, asked(said["alias"])),
        "search by the beginning of a word": (officer, asked([w[:4] for t in said["name"] for w in words(t)[:1]])),
        "search by two letters": (officer, asked([w[:2] for t in said["name"] for w in words(t)[:1]])),
        "search by a word that many have": (officer, asked(common)),
        "search by two words that many have": (officer, asked([" ".join(common[i : i + 2]) for i in range(8)])),
        "search within a small case": (officer, asked(common, case=people.small)),
        "search by identity card": (officer, asked(said["idNumber"])),
        "search by telephone": (officer, asked(said["phone"])),
        "search by reference": (officer, asked(references)),
        "search by date of birth": (officer, asked(said["birthDate"])),
        "search by name and year": (
            officer, asked([f"{a} {b[:4]}" for a, b in zip(said["name"], said["birthDate"], strict=False)]),
        ),
        "search by year": (officer, asked([text[:4] for text in said["birthDate"]])),
        "search that finds nothing": (officer, asked(["zzyzx qqwv"])),
        "one record": (officer, [f"/holdings/{i}/" for i in some]),
    }  # fmt: skip


def _said(ids: Sequence[str], rng: Random, n: int, prop: str) -> list[str]:
    from comity.node.holdings.models import Statement

    some = rng.sample(ids, min(len(ids), n * 12))
    found = list(Statement.objects.filter(holding_id__in=some, property=prop).values_list("value", flat=True)[: n * 2])
    rng.shuffle(found)
    return found[:n]


def _common(terms: Any) -> list[tuple[str, int]]:
    """The words that most names have, among some hundred thousand."""
    from collections import Counter

    return Counter(terms.objects.filter(kind="w").values_list("value", flat=True)[:200_000]).most_common(10)
