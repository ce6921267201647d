"""What errors say to people in their own language, by the error's code; a code that is not here is said in English."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.kernel import ComityError

SAYINGS: dict[str, str | Promise] = {
    "permissions.role": _("Your role does not allow this."),
    "permissions.membership": _("This needs membership of the case. Ask a member or a supervisor to add you."),
    "permissions.purpose": _("No purpose is stated. State a purpose and a case or standing duty first."),
    "cases.missing": _("There is no case with this id that you may see."),
    "cases.member.missing": _("This person does not work on the case."),
    "holdings.missing": _("There is no record with this id that you may see."),
    "audit.browsing.missing": _("No day with this id waits. Look at the list."),
    "audit.browsing.own": _("It is your own day. Another supervisor looks into it."),
    "audit.browsing.words": _("No words are given. Say what you found out."),
    "holdings.closed": _("The record is protected. Ask for it to be opened by a second person."),
    "holdings.opening.open": _("The record is not protected. Open it."),
    "holdings.opening.reason": _("No reason is given. Say why you must read it."),
    "holdings.opening.missing": _("Nothing with this id waits. Look at the list."),
    "holdings.opening.own": _("You asked for it yourself. Another person decides."),
    "holdings.opening.words": _("No words are given. Say why it stays closed."),
    "holdings.text": _("The text holds signs that cannot be kept. Write it without them."),
    "holdings.grounds.case": _("Records belong to one open case, or to one standing duty. Name it."),
    "holdings.grounds.source": _("The source is stated in 1 to 200 characters. Say who or what it comes from."),
    "holdings.grounds.retention": _("The last day must lie between today and fifty years from now. Choose a day."),
    "holdings.grounds.releasable-to": _("Write countries as ISO codes, such as KH and VN."),
    "holdings.grounds.handling": _("Handling or evaluation is written wrongly."),
    "holdings.handling.looser": _("A restriction can be tightened; only a supervisor loosens it."),
    "holdings.handling.owner": _("This record came from a partner; its restriction is never loosened here."),
    "holdings.role.victim": _("Only a victim case worker changes who counts as a victim."),
    "holdings.role.joined": _("The record is joined with others; separate them before the role is changed."),
    "holdings.record.empty": _("The record says nothing. Give a name or a number."),
    "holdings.statement.missing": _("This statement no longer stands."),
    "holdings.statement.long": _("The value is too long."),
    "holdings.statement.property": _("There is no such field."),
    "holdings.statement.observed": _("The date of observation is no date. Write it as 2026-05-12, 2026-05 or 2026."),
    "holdings.correction.reason": _("No reason is given. Say why it is corrected."),
    "holdings.export.empty": _("There is nothing that you may export."),
    "holdings.names.kind": _("Choose what it is a name of."),
    "holdings.merge.reason": _("No reason is given. Say why."),
    "holdings.merge.same": _("Both records stand under one subject already."),
    "holdings.merge.kind": _("They are of different kinds. Choose another."),
    "holdings.merge.roles": _(
        "Records of victims, witnesses and persons of unknown role are joined with no other role. Keep them apart."
    ),
    "holdings.merge.hidden": _("Not all of their records are open to you. Ask a member."),
    "holdings.merge.missing": _("There is no such merge whose records still stand."),
    "holdings.merge.state": _("It was undone, or the subject was merged further. Undo the later merge first."),
    "holdings.import.missing": _("There is no import with this id that you may see."),
    "holdings.import.state": _("The import is not in a state that allows this. Look at its report."),
    "holdings.import.gone": _("The file is not kept any more. Upload it again."),
    "holdings.import.file": _("The file is not the one that was checked. Check it again."),
    "holdings.import.newer": _("A newer version of the list stands. Undo that one first."),
    "holdings.import.mapping": _("The mapping is not in UTF-8. Save it in UTF-8."),
    "holdings.version.shrunk": _("More than half of the list that is held is not in the file. Download it again."),
    "holdings.version.older": _("A newer version of the list stands already."),
    "subjects.mapping.invalid": _("%(thing)s: the mapping is wrong. Make one with: comity holdings map"),
    "duplicates.missing": _("There is no proposal with this id that you may see."),
    "duplicates.decided": _("It was decided already. Look at the next one."),
    "subjects.file.empty": _("%(thing)s: the file is empty. Download or save it again."),
    "subjects.file.too-large": _("%(thing)s: the file is too large. Split it, or have the limit raised."),
    "subjects.file.packed": _("%(thing)s: the file is of a program's own form. Save it as CSV, and give that file."),
    "subjects.file.format": _("%(thing)s: no format begins like this. Choose the format, or save it as CSV."),
    "subjects.file.header": _("%(thing)s: the first line does not name the columns as it should."),
    "subjects.file.rows": _("%(thing)s: the rows do not have the form that they should have."),
    "subjects.file.cut-off": _("%(thing)s: the file is cut off. Download it again."),
    "subjects.file.encoding": _("%(thing)s: the letters cannot be read. Save it in UTF-8."),
    "subjects.file.faults": _("%(thing)s: too much of it cannot be read. See whether it is the right file."),
    "subjects.file.hostile": _("%(thing)s: the file is made to do harm, and is not opened."),
    "subjects.file.bomb": _("%(thing)s: the file is made to do harm, and is not opened."),
    "subjects.value.empty": _("The value is empty."),
    "subjects.value.date": _("This is no date. Write it as 2026-05-12, 2026-05 or 2026."),
    "subjects.value.country": _("No country is known by this name. Write its ISO code."),
    "subjects.value.gender": _("This is no known gender. Write male, female, other or unknown."),
    "matching.check.basis": _(
        "No partner may be asked on a legal basis. Accept a partner, and record the instrument that is in force."
    ),
    "matching.check.empty": _("No record is chosen. Choose at least one."),
    "matching.check.keys": _("Nothing in it can be asked for. Give a number, or a name with a date or year of birth."),
    "matching.check.missing": _("There is no check with this id that you may see."),
    "matching.hit.missing": _("There is no hit with this id that you may see."),
    "matching.hit.state": _("The hit was decided already."),
    "matching.hit.reason": _("No reason is given. Say why."),
    "matching.hit.unconfirmed": _("The hit is not confirmed yet. Confirm it first."),
    "matching.budget.range": _("The budget lies outside what can be agreed."),
    "messaging.missing": _("There is no conversation with this id that you may see."),
    "messaging.message.missing": _("There is no message with this id that you may see."),
    "messaging.approval.own": _("Who wrote a request does not approve it. Ask another supervisor."),
    "messaging.legal-basis": _(
        "No legal basis is stated that binds both countries for this offence today. State one in your working period."
    ),
    "messaging.deadline": _("The deadline is no moment in the time to come. Leave it out."),
    "partners.partner.missing": _("There is no partner with this id."),
    "partners.partner.state": _("The partner is not in a state that allows this."),
}
"""Whole sentences with the way out; ``%(thing)s`` stands for what the error is about."""


def said(error: ComityError) -> str:
    """This function returns what an error says to the person who reads the page.

    English says all that the error knows; other languages say the sentence of its code.
    """
    return translated(error) or str(error)


def translated(error: ComityError) -> str:
    """This function returns the sentence of an error's code in the reader's language; empty in English, or if none."""
    words = SAYINGS.get(error.code)
    if words is None or (get_language() or "en").startswith("en"):
        return ""
    return str(words) % {"thing": error.thing}
