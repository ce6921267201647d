"""What is wrong with a content is said at its field, all of it at once, in plain words."""

import typing

import pytest
from django.utils import translation

from comity.exchange.contents import CONTENTS, Content
from comity.node.messaging.forms import faults

WRITTEN = [
    "request", "reply", "spontaneous", "feedback", "alert", "alert-cancellation", "operation-proposal",
    "operation-plan", "operation-answer", "operation-result",
]  # fmt: skip
"""Types that people write on a form of this slice."""


def models(model, found=None):
    found = {} if found is None else found
    found[model.__name__] = model

    def within(kind):
        if isinstance(kind, type) and issubclass(kind, Content) and kind.__name__ not in found:
            models(kind, found)
        for each in typing.get_args(kind):
            within(each)

    for field in model.model_fields.values():
        within(field.annotation)
    return found.values()


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_rule_of_what_people_write_has_plain_words(kind):
    sentences = {rule.sentence for model in models(CONTENTS[kind]) for rule in model.RULES}
    assert sentences <= set(faults.PLAIN)


def test_plain_words_are_sentences():
    for words in faults.PLAIN.values():
        assert words[0].isupper()


@pytest.mark.parametrize("language", ["km", "vi"])
def test_plain_words_are_said_in_the_readers_language(language):
    with translation.override(language):
        for reason, words in faults.PLAIN.items():
            assert faults.said(reason) not in {reason, words}
        assert faults.said("it must be one of 'a' or 'b'") != "Choose one of those that are offered."


def test_every_fault_is_found_at_once():
    found = dict(faults.found(CONTENTS["alert"], {"category": "dragon", "text": "", "danger": "known"}))
    assert found["category",].startswith("it must be one of")
    assert found["text",] == "it is empty"
    assert found["what_to_do",] == "it is missing"
    assert found["danger_words",] == "say what the danger is"
    assert faults.found(CONTENTS["alert-cancellation"], {"alert": "x", "reason": "Found."})[0][0] == ("alert",)
