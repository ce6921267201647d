"""Finding holdings by what a person types: the likeliest first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.node.holdings.models import Holding, Statement, Term, TermKind
from comity.node.holdings.parts import words
from comity.node.holdings.terms import NAMES, wanted
from comity.node.runtime import config

MOST = 2000
"""The most holdings that a search returns; who gets more asks more closely."""
CONTAINED = 0.1
"""How much likelier a name is that contains the text as it was typed."""
COMPARED = 300
"""The most holdings whose names are compared with the text; the others follow, newest first."""


def ranked(holdings: QuerySet[Holding], text: str) -> list[str]:
    """This function returns the ids of holdings that a text may mean, the likeliest first.

    First those that carry the number or reference, then those whose names contain the text or share a key with it, in
    the order of how alike they are.

    Args:
        holdings: among which.
        text: a name in any script, a part of one, an identifier or a reference.
    """
    keys, numbers = wanted(text, config().country)
    number = Q(id__in=_holders(Q(kind=TermKind.IDENTIFIER, value__in=numbers))) | Q(reference=text)
    sure = _ids(holdings, number)
    part_of = Q()
    for word in words(text):
        part_of &= Q(id__in=_holders(Q(kind=TermKind.WORD, value__startswith=word)))
    part = _ids(holdings, part_of) if part_of else []
    alike = _ids(holdings, Q(id__in=_holders(Q(kind=TermKind.KEY, value__in=keys)))) if keys else []
    every = list(dict.fromkeys([*sure, *part, *alike]))[:MOST]
    score = _scores(every[:COMPARED], text)
    exact, near = set(sure), set(part)
    return sorted(every, key=lambda i: (i not in exact, -score.get(i, -1.0) - CONTAINED * (i in near)))


def _holders(terms: Q) -> QuerySet[Term, str]:
    return Term.objects.filter(terms).values_list("holding_id", flat=True)


def _ids(holdings: QuerySet[Holding], which: Q) -> list[str]:
    return list(holdings.filter(which).order_by("-id").values_list("id", flat=True)[:MOST])


def _scores(ids: list[str], text: str) -> dict[str, float]:
    from comity import names  # its tables are loaded by who searches

    best: dict[str, float] = {}
    said = Statement.objects.filter(holding_id__in=ids, withdrawn=None, property__in=NAMES)
    for holding_id, name in said.values_list("holding_id", "value"):
        best[holding_id] = max(best.get(holding_id, 0.0), names.compare(text, name).score)
    return best
