"""Finding holdings by what a person types: the likeliest first.

A text may be a number or reference, a name in any script, a part of a name, a date of birth, or a name with a date.
Every condition is looked up in `Term`; what very many have is not looked up but checked afterwards, so that a search
costs much the same whatever is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from comity.kernel import PartialDate
from comity.node.holdings.models import Holding, Statement, Term, TermKind
from comity.node.holdings.parts import words
from comity.node.holdings.terms import NAMES, wanted
from comity.node.runtime import config

MOST = 300
"""The most holdings that a search returns; who gets more asks more closely."""
CONTAINED = 0.1
"""How much likelier a name is that contains the words as they were typed."""
COMPARED = 40
"""The most different names that are compared with the text; the others follow, newest first."""
COMMON = 1500
"""What more holdings have is not looked up where the text says something rarer."""
SOME = 1000
"""Where all that a text says is common, how many holdings are looked at."""
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
        sure += _with_all(holdings, [Q(kind=TermKind.IDENTIFIER, value__in=numbers)])[0]
    dates, name = _dates(text)
    if dates:
        keys, _numbers = wanted(name, "")
    born = [_begins(TermKind.DATE, each) for each in dates]
    typed = words(name)
    beginnings = [_begins(TermKind.WORD, w) for w in typed if len(w) > 1 or not w.isascii() or len(typed) == 1]
    part, cut = _with_all(holdings, [*beginnings, *born])
    alike, _cut = _with_all(holdings, [Q(kind=TermKind.KEY, value__in=keys), *born]) if keys and typed else ([], False)
    near = set(part)
    every = list(dict.fromkeys([*sure, *(i for i in alike if i in near), *alike, *part]))
    cut = cut or _cut or any(len(found) >= MOST for found in (every, sure, part, alike))
    every, exact = every[:MOST], set(sure)
    score = _scores(every, name)
    return Ranking(sorted(every, key=lambda i: (i not in exact, -score.get(i, -1.0) - CONTAINED * (i in near))), cut)


def _with_all(holdings: QuerySet[Holding], conditions: list[Q]) -> tuple[list[str], bool]:
    """This function returns holdings that satisfy each condition, the newest first, and whether there may be more."""
    rare: list[set[str]] = []
    common: list[Q] = []
    for condition in conditions:
        ids = list(_holders(condition).order_by()[: COMMON + 1])
        if len(ids) > COMMON:
            common.append(condition)
        else:
            rare.append(set(ids))
    if rare:
        those = set.intersection(*rare)
        found = _newest(holdings.filter(id__in=those), COMMON) if those else []
    elif common:
        found = _some(holdings, common.pop())
    else:
        return [], False
    for condition in common if found else ():
        having = set(_holders(Q(condition, holding_id__in=found)))
        found = [i for i in found if i in having]
    return found[:MOST], not rare


def _some(holdings: QuerySet[Holding], condition: Q) -> list[str]:
    """This function returns some of very many holdings: the newest, and any others."""
    newest = _newest(holdings, SOME)
    having = set(_holders(Q(condition, holding_id__in=newest)))
    found = [i for i in newest if i in having]
    if len(found) < MOST and len(newest) == SOME:
        found += _newest(holdings.filter(id__in=list(_holders(condition).order_by()[:SOME])))
    return list(dict.fromkeys(found))


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


def _newest(holdings: QuerySet[Holding], most: int | None = None) -> list[str]:
    return list(holdings.order_by("-id").values_list("id", flat=True)[: most or MOST])


def _scores(ids: list[str], text: str) -> dict[str, float]:
    from comity import names  # its tables are loaded by who searches

    said: dict[str, list[str]] = {}
    ids = ids[: COMPARED * 3]
    standing = Statement.objects.filter(holding_id__in=ids, withdrawn=None, property__in=NAMES)
    for holding_id, name in standing.values_list("holding_id", "value"):
        said.setdefault(holding_id, []).append(name)
    best, compared = dict[str, float](), dict[str, float]()
    for holding_id in ids:
        for name in said.get(holding_id, ()):
            if name not in compared and len(compared) < COMPARED:
                compared[name] = names.compare(text, name).score
            best[holding_id] = max(best.get(holding_id, -1.0), compared.get(name, -1.0))
    return best
