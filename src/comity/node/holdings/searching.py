"""Finding holdings by what a person types: the likeliest first.

A text may be a number or reference, a name in any script, a part of a name, a date of birth, or a name with a date.
Every condition is looked up in `Term`; what nearly everybody has is not looked up but checked afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from comity.kernel import PartialDate
from comity.node.holdings.models import Holding, Statement, Term, TermKind
from comity.node.holdings.parts import parts, words
from comity.node.holdings.terms import NAMES, wanted
from comity.node.runtime import config

MOST = 1000
"""The most holdings that a search returns; who gets more asks more closely."""
CONTAINED = 0.1
"""How much likelier a name is that contains the words as they were typed."""
COMPARED = 250
"""The most different names that are compared with the text; the others follow, newest first."""
COMMON = 4000
"""A beginning of words that more names have is not looked up where the text has a rarer one."""
SOME = 20_000
"""Of words that all are common, the most rows that are looked at."""
_LAST = "\U0010ffff"
_DATE = re.compile(r"(?<![\w/.-])(?:\d{4}(?:-\d{1,2}){0,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?![\w/.-])")


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a text may mean.

    Args:
        ids: of holdings, the likeliest first.
        cut: whether there may be more than these.
    """

    ids: list[str]
    cut: bool


def ranked(holdings: QuerySet[Holding], text: str) -> Ranking:
    """This function finds the holdings that a text may mean, the likeliest first.

    First those that carry the number or reference, then those whose names contain the words or share a key with the
    text, in the order of how alike they are.

    Args:
        holdings: among which.
        text: as a person typed it.
    """
    keys, numbers = wanted(text, config().country)
    sure = _newest(holdings.filter(reference=text))
    if numbers:
        sure += _newest(holdings.filter(id__in=_holders(Q(kind=TermKind.IDENTIFIER, value__in=numbers))))
    dates, name = _dates(text)
    for each in dates:
        holdings = holdings.filter(id__in=_holders(_begins(TermKind.DATE, each)))
    if dates:
        keys, _numbers = wanted(name, "")
    if dates and not words(name):
        part, cut = _newest(holdings), False
        alike: list[str] = []
    else:
        part, cut = _with_words(holdings, words(name))
        alike = _newest(holdings.filter(id__in=_holders(Q(kind=TermKind.KEY, value__in=keys)))) if keys else []
    every = list(dict.fromkeys([*sure, *part, *alike]))
    cut = cut or any(len(found) >= MOST for found in (every, sure, part, alike))
    every = every[:MOST]
    score = _scores(every, name)
    exact, near = set(sure), set(part)
    return Ranking(sorted(every, key=lambda i: (i not in exact, -score.get(i, -1.0) - CONTAINED * (i in near))), cut)


def _with_words(holdings: QuerySet[Holding], typed: list[str]) -> tuple[list[str], bool]:
    """This function returns holdings in whose names every word begins a word, and whether there may be more."""
    sought = [word for word in typed if len(word) > 1 or not word.isascii()] or typed
    if not sought:
        return [], False
    common = {
        word: Term.objects.filter(_begins(TermKind.WORD, word)).order_by()[: COMMON + 1].count() for word in sought
    }
    rare = [word for word in sought if common[word] <= COMMON]
    if not all(common.values()):
        return [], False
    if not rare:
        longest = max(sought, key=len)
        some = _holders(_begins(TermKind.WORD, longest)).order_by()[:SOME]
        found = _newest(holdings.filter(id__in=list(some)))
    else:
        for word in rare:
            holdings = holdings.filter(id__in=_holders(_begins(TermKind.WORD, word)))
        found = _newest(holdings)
    unsure = set(sought) - set(rare)
    if unsure and len(sought) > 1:
        names = _names(found)
        found = [i for i in found if _contains(names.get(i, ()), unsure)]
    return found, not rare


def _contains(names: Iterable[str], beginnings: set[str]) -> bool:
    has = [part for name in names for part in parts(name)]
    return all(any(part.startswith(word) for part in has) for word in beginnings)


def _begins(kind: TermKind, beginning: str) -> Q:
    # PostgreSQL has an index for LIKE; SQLite has one for ranges, in the order of code points.
    if connection.vendor == "postgresql":
        return Q(kind=kind, value__startswith=beginning)
    return Q(kind=kind, value__gte=beginning, value__lt=beginning + _LAST)


def _dates(text: str) -> tuple[list[str], str]:
    """This function returns the dates in a text as terms begin with them, and the text without them."""
    found = []
    for written in _DATE.findall(text):
        try:
            found.append(str(PartialDate.parse(written)))
        except ValueError:
            continue
    return found, _DATE.sub(" ", text).strip() if found else text


def _holders(terms: Q) -> QuerySet[Term, str]:
    return Term.objects.filter(terms).values_list("holding_id", flat=True)


def _newest(holdings: QuerySet[Holding]) -> list[str]:
    return list(holdings.order_by("-id").values_list("id", flat=True)[:MOST])


def _names(ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    said = Statement.objects.filter(holding_id__in=ids, withdrawn=None, property__in=NAMES)
    for holding_id, name in said.values_list("holding_id", "value"):
        found.setdefault(holding_id, []).append(name)
    return found


def _scores(ids: list[str], text: str) -> dict[str, float]:
    from comity import names  # its tables are loaded by who searches

    said, compared = _names(ids), dict[str, float]()
    best: dict[str, float] = {}
    for holding_id in ids:
        for name in said.get(holding_id, ()):
            if name not in compared and len(compared) < COMPARED:
                compared[name] = names.compare(text, name).score
            best[holding_id] = max(best.get(holding_id, -1.0), compared.get(name, -1.0))
    return best
