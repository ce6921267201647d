"""Why something may not be done with an item, in the reader's language: the sentences of `exchange.uses`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.exchange.terms import UseKind
from comity.exchange.uses import Judgement, Rule
from comity.node.offences import PURPOSE_NAMES

_ASK = _("Ask the owner for consent to this use.")
SENTENCES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "uses.withdrawn": (_("Its owner has withdrawn it."), _("Read what the owner says of it, and do not use it.")),
    "uses.retention": (
        _("It was to be kept until %(day)s, and that day has passed."),
        _("Ask the owner to give it again."),
    ),
    "uses.h0": (
        _("It is for preventing and combating crime only (H0), and no such purpose is stated."),
        _("State a purpose in your working period."),
    ),
    "uses.red.own": (
        _("Your agency marked it TLP RED: for the persons named, and neither for paper nor for files."),
        _("Read it here, or have a supervisor lower the mark."),
    ),
    "uses.purpose": (_("Its owner lets it be used for this only: %(purposes)s."), _ASK),
    "uses.h1": (_("It may not be used as evidence without its owner's permission (H1)."), _ASK),
    "uses.h2": (_("It may not be passed on without its owner's permission (H2)."), _ASK),
    "uses.h3": (_("Its owner restricts it in words (H3), which a person has to weigh: “%(words)s”."), _ASK),
    "uses.red.read": (
        _("It is for the eyes of those only whom it was given to (TLP RED)."),
        _("Ask a supervisor to put you on its case."),
    ),
    "uses.red": (_("It is for the eyes of those only whom it was given to (TLP RED)."), _ASK),
    "uses.red.paper": (
        _("It is for the eyes of those only whom it was given to (TLP RED), not for paper or files."),
        _ASK,
    ),
    "uses.strict": (_("It stays within your agency (TLP AMBER+STRICT)."), _ASK),
    "uses.amber": (_("It stays within your agency and those it works for in your country (TLP AMBER)."), _ASK),
    "uses.pap.red": (_("Nothing may be done on it that others can notice (PAP RED)."), _ASK),
    "uses.pap.amber": (
        _("It may be compared and looked up, and nobody may notice that you act on it (PAP AMBER)."),
        _ASK,
    ),
    "uses.index": (
        _("It is another agency's, and your index shows what is yours."),
        _("Hand it onward to the partner instead."),
    ),
}
"""By the rule's code: why, and what to do."""
USES: Mapping[str, str | Promise] = {
    UseKind.READ: pgettext_lazy("use", "read it"),
    UseKind.DERIVE: pgettext_lazy("use", "make a record of it"),
    UseKind.PRINT: pgettext_lazy("use", "print it"),
    UseKind.EXPORT: pgettext_lazy("use", "put it into a file"),
    UseKind.FORWARD: pgettext_lazy("use", "hand it onward"),
    UseKind.REPORT: pgettext_lazy("use", "put it into a report"),
    UseKind.EVIDENCE: pgettext_lazy("use", "use it as evidence"),
    UseKind.ACT: pgettext_lazy("use", "act on it"),
    UseKind.CHECK: pgettext_lazy("use", "ask a partner's index"),
    UseKind.INDEX: pgettext_lazy("use", "put it into the index"),
    "loosen": pgettext_lazy("use", "loosen its handling"),
    "keep-longer": pgettext_lazy("use", "keep it longer"),
}


def why(judgement: Judgement) -> str:
    """This function says in one sentence why something is not allowed; nothing where it is."""
    return _sentence(judgement.rules[0], judgement.values) if judgement.rules else ""


def way_out(judgement: Judgement) -> str:
    """This function says what to do; nothing where it is allowed."""
    return str(SENTENCES[judgement.rules[0].code][1]) if judgement.rules else ""


def _sentence(rule: Rule, values: Mapping[str, str]) -> str:
    known = {purpose.value: str(name) for purpose, name in PURPOSE_NAMES.items()}
    names = [known.get(code, code) for code in values["purposes"].split(", ")]
    return str(SENTENCES[rule.code][0]) % {**values, "purposes": ", ".join(names)}
