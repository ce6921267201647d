"""The sentences of `exchange.uses` in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from comity.exchange.uses import RULES, NotAllowed, UseKind, judge
from comity.node.errors import said
from comity.node.judgements import SENTENCES, USES, way_out, why
from tests.exchange.test_uses import REFUSED


def test_every_rule_and_use_has_its_words():
    assert list(SENTENCES) == [rule.code for rule in RULES]
    assert set(USES) >= set(UseKind)


@pytest.mark.parametrize("code", REFUSED)
def test_english_says_what_the_rule_says(code: str):
    terms, wanted, _says = REFUSED[code]
    judgement = judge(terms, wanted)
    with override("en"):
        assert why(judgement) == judgement.sentence
        assert way_out(judgement) == judgement.way_out
        assert why(judge(terms, wanted)) != ""


@pytest.mark.parametrize("language", ["km", "vi"])
@pytest.mark.parametrize("code", REFUSED)
def test_other_languages_say_it_with_what_belongs_into_it(code: str, language: str):
    terms, wanted, _says = REFUSED[code]
    judgement = judge(terms, wanted)
    with override(language):
        sentence = why(judgement)
        assert sentence
        assert "%(" not in sentence
        assert sentence in said(NotAllowed("Item", judgement))
    if code == "uses.retention":
        assert "2026-11-21" in sentence
