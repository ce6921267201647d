"""What errors say to people in their own language, by the error's code; a code that is not here is said in English."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.exchange.uses import NotAllowed
from comity.kernel import ComityError
from comity.node.judgements import way_out, why

SAYINGS: dict[str, str | Promise] = {
    "permissions.role": _("Your role does not allow this."),
    "permissions.membership": _("This needs membership of the case. Ask a member or a supervisor to add you."),
    "permissions.purpose": _("No purpose is stated. State a purpose and a case or standing duty first."),
    "cases.missing": _("There is no case with this id that you may see."),
    "cases.member.missing": _("This person does not work on the case."),
    "cases.instrument.missing": _("There is no instrument with this id."),
    "cases.instrument.parties": _(
        "Parties or dates are wrong: give at least two known countries, and an end after the beginning."
    ),
    "cases.period.instrument": _("This instrument allows nothing in this case today. Choose another."),
    "cases.basis.unstated": _("No legal basis is stated for this exchange. State one in your working period."),
    "cases.basis.none": _("No instrument recorded here allows this exchange. See the page: Is it allowed?"),
    "cases.basis.standard": _("%(thing)s is a standard and no legal basis. Name the memorandum between both sides."),
    "cases.basis.domestic": _("%(thing)s is between countries. An exchange inside one country needs a law."),
    "cases.basis.not-a-party": _("%(thing)s does not bind both countries. Choose an instrument that does."),
    "cases.basis.signed-only": _("%(thing)s was signed and not ratified by one side. Choose another instrument."),
    "cases.basis.date-unknown": _(
        "Since when %(thing)s binds one side is not recorded. Have your lawyers enter the day."
    ),
    "cases.basis.not-yet-bound": _("%(thing)s does not bind one side yet. Choose another instrument."),
    "cases.basis.no-longer-bound": _("%(thing)s no longer binds one side. Choose another instrument."),
    "cases.basis.not-in-force-yet": _("%(thing)s is not in force yet. Choose another instrument."),
    "cases.basis.ended": _("%(thing)s has ended. Choose another instrument."),
    "cases.basis.offence": _("%(thing)s does not cover this offence. Choose an instrument that does."),
    "cases.basis.purpose": _("%(thing)s does not serve this purpose. Choose an instrument that does."),
    "cases.basis.kind": _("%(thing)s does not provide for this kind of exchange. Choose an instrument that does."),
    "cases.basis.channel": _("%(thing)s provides for this through another authority. Send it through that one."),
    "cases.basis.dual-criminality": _("%(thing)s asks how the offence is named in both laws. Say it in the request."),
    "cases.emergency.missing": _("There is no emergency with this id."),
    "cases.emergency.country": _("Choose the country of a partner."),
    "cases.emergency.words": _("The words are too few or too many. Write 20 to 300 characters."),
    "cases.emergency.open": _("You have an emergency open for this country. Work under that one."),
    "cases.emergency.ended": _("The emergency has ended."),
    "cases.emergency.own": _("You stated it yourself. Another supervisor reviews it."),
    "cases.emergency.reviewed": _("It was reviewed already."),
    "places.list.faulty": _("Faults stand in %(thing)s; nothing was loaded. Mend them and load it again."),
    "places.list.large": _("%(thing)s is too large. Divide it by country."),
    "places.list.levels": _(
        "Other lists have places below one of %(thing)s, at its level or a higher one. Give it the level that it had, "
        "or take those lists back first."
    ),
    "places.list.missing": _("There is no list of places with this number."),
    "places.list.undone": _("%(thing)s was taken back already."),
    "places.place.missing": _("No place has this code here. Look it up by its name."),
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
    "linkage.agreement.malformed": _("The budget lies outside what can be agreed. Give another number or day."),
    "matching.budget.raised": _("One side alone only lowers a budget. Propose a larger one to the partner."),
    "matching.agreement.open": _("A proposal of yours about this purpose waits. Withdraw it, or wait for the answer."),
    "matching.agreement.state": _("The proposal was decided, withdrawn, or is too old. Reload the page."),
    "matching.agreement.missing": _("There is no proposal with this id."),
    "matching.fishing.missing": _("No sign with this id waits. Look at the list."),
    "partners.away": _("The partner does not answer. Try again later."),
    "holdings.export.many": _("The case has too many records for one such file. Export it as CSV."),
    "interfaces.address.form": _("This is no address of the web. Write it as https://…"),
    "interfaces.address.name": _("This name cannot be looked up. Check how it is written."),
    "interfaces.address.plain": _("Without https anybody on the way reads along. Use https."),
    "interfaces.address.private": _(
        "This address lies in a network that is not public. Name the network as webhook_networks in node.toml."
    ),
    "interfaces.delivery.state": _("It was not given up. Reload the page."),
    "interfaces.token.invalid": _("Something about the token is missing or wrong. Look at each field."),
    "interfaces.token.missing": _("There is no token with this id that is not revoked."),
    "interfaces.webhook.invalid": _("A webhook needs a name, and at least one thing that it is told of."),
    "interfaces.webhook.missing": _("There is no webhook with this id that runs."),
    "messaging.message.type": _("This message is of another kind. Choose another."),
    "messaging.answer.type": _("This message asks nothing."),
    "messaging.hit.unconfirmed": _("The hit is not confirmed with this partner yet. Confirm it first."),
    "messaging.hit.handle": _("The request does not cite the handle of the hit."),
    "messaging.hit.handle-only": _(
        "A first request on a weak hit or on a single key cites the handle alone. Leave everything else about the "
        "subject out until the partner has answered."
    ),
    "messaging.missing": _("There is no conversation with this id that you may see."),
    "messaging.message.missing": _("There is no message with this id that you may see."),
    "messaging.approval.own": _("Who wrote a request does not approve it. Ask another supervisor."),
    "messaging.deadline": _("The deadline is no moment in the time to come. Leave it out."),
    "messaging.alert.validity": _(
        "An alert holds for a year at most, and ends in the time to come. Choose another end."
    ),
    "messaging.citing": _("What it is about is not in this conversation. Choose the message that it is about."),
    "messaging.conversation.none": _("It belongs to a conversation. Write it there."),
    "messaging.deadlines.missing": _("No deadlines are agreed with this country."),
    "messaging.deadlines.source": _("It is not said where the deadlines are agreed. Name the text."),
    "messaging.handover.other": _("Another person has the conversation. Ask that person, or a supervisor."),
    "messaging.handover.person": _(
        "This person does not work on the conversation. Choose a member of its case, or add the person to the case."
    ),
    "messaging.participant": _("Not everybody named takes part in this conversation. Begin another with them."),
    "messaging.reason": _("No reason is given. Say why it shall not leave."),
    "messaging.recipients": _("Choose at least one partner, and at most fifty."),
    "messaging.reminder.missing": _("There is no reminder with this id that you are shown."),
    "items.missing": _("There is no item with this id."),
    "items.state": _("The item does not stand any more. Nothing can be done with it."),
    "items.make.retention": _("The day until which it may be kept has passed. Choose a day to come."),
    "items.make.owner": _("The record is another agency's. Hand on the item that it came from, in its owner's name."),
    "items.make.looser": _("The item would be less restricted than its record. Tighten its handling, TLP or PAP."),
    "items.make.source": _(
        "The item repeats what another agency gave, and would be less restricted. Bind it as strictly, or ask the "
        "owner for consent."
    ),
    "items.release.looser": _(
        "The item would go out less restricted than it is. Tighten it, or ask its owner for consent."
    ),
    "items.release.unsigned": _(
        "Its owner gave the item without signing it, and nobody could prove that it is its word. Ask its owner to give "
        "it again."
    ),
    "items.release.unproven": _(
        "The item is not here as its owner signed it, or its signature counts no more. Ask its owner to give it again."
    ),
    "items.derive.ours": _("The item is this agency's own. Look at its record."),
    "items.tighten.looser": _("The item would be looser in some respect. Ask its owner for consent."),
    "items.loosen.owner": _("The item is another agency's. Ask its owner for consent."),
    "items.loosen.reason": _("No reason is given. Say why."),
    "items.carry.empty": _("No item is chosen. Choose at least one."),
    "items.consent.asked": _("The same was asked before, and its owner has not answered. Wait for the answer."),
    "items.consent.ours": _("The item is this agency's own. Decide yourselves."),
    "items.consent.owner": _("Its owner is no partner of this agency. Exchange cards with it, or have the giver ask."),
    "items.consent.missing": _("Nobody asked for a consent with this id."),
    "items.consent.state": _("It was answered already. Wait until it is asked again."),
    "items.consent.source": _("The item repeats what another agency gave. Refuse, and name the owner."),
    "exchange.conversation.kind": _(
        "This message does not belong in this conversation. Write it in the one that it is about, or begin another."
    ),
    "exchange.conversation.side": _("This is the other side's to write. Wait for it, or begin another conversation."),
    "exchange.conversation.stage": _(
        "As the conversation stands now, this cannot be written. Look at its last message, or begin another."
    ),
    "exchange.deadline.country": _("Choose two countries."),
    "exchange.deadline.hours": _(
        "Give whole hours from 1 to 8760. What is more urgent is answered no later than what is less."
    ),
    "exchange.state": _("As the message stands now, this cannot be done. Reload the page."),
    "exchange.version.loses": _(
        "The partner's node is older, and an item would lose a restriction there. Ask the partner to bring its node up "
        "to date, or leave the item out."
    ),
    "exchange.version.none": _(
        "The partner's node does not understand this kind of message. Tell the partner by another channel, and ask it "
        "to bring its node up to date."
    ),
    "partners.partner.missing": _("There is no partner with this id."),
    "partners.partner.state": _("The partner is not in a state that allows this."),
    "engines.analysis.missing": _("The analysis part of this node is not installed. Ask who runs the node."),
    "picture.reporting.value": _(
        "Give two whole numbers for a month, at least one expected and no more that came, and a source."
    ),
    "picture.closure.value": _("Give what was closed, the days in order, and a source."),
    "picture.closure.missing": _("No closed border with this id stands."),
    "picture.export.form": _("There is no such form or language of file."),
    "seizures.missing": _("There is no seizure with this id that you may see."),
    "seizures.withdrawn": _("%(thing)s was withdrawn. Record it anew if it stands."),
    "seizures.key": _("The form's key cannot be kept. Open the form anew."),
    "seizures.key.other": _(
        "This form was sent before with other content. Open what was recorded, and correct it there."
    ),
    "seizures.reference.taken": _("Another seizure has the reference %(thing)s. Look whether it is the same."),
    "seizures.revision": _("%(thing)s was changed since you opened it. Open it again, and look at what changed."),
    "seizures.draft": _("%(thing)s is a draft. Finish it."),
    "seizures.draft.recorded": _("%(thing)s is recorded already. Correct it, with a reason."),
    "seizures.correct.same": _("The correction changes nothing."),
    "seizures.reason": _("No reason is given, or it is too long. Say why in up to 1,000 characters."),
    "seizures.verify.state": _("Only a recorded seizure that nobody verified is verified."),
    "seizures.verify.own": _("You recorded or corrected %(thing)s yourself. Another supervisor verifies it."),
    "seizures.exhibit.missing": _("There is no exhibit with this id that you may see."),
    "seizures.exhibit.label": _("Another exhibit of this seizure has the label %(thing)s. Choose another."),
    "seizures.good": _("The seizure has no such good. Choose one of its goods."),
    "seizures.custody.ended": _(
        "%(thing)s was destroyed or given back; nothing more happens to it. Correct that step first if it is wrong."
    ),
    "seizures.involve": _("The words are too long. Shorten them."),
    "seizures.involve.protected": _("Records of victims and witnesses are tied to no seizure."),
    "seizures.involve.missing": _("No such record is tied to this seizure."),
    "seizures.photo.missing": _("There is no photo with this id that you may see."),
    "seizures.photo.kind": _("This is no photo that this node can keep. Send it as JPEG or PNG."),
    "seizures.photo.damaged": _("The photo is cut off or damaged. Send it again."),
    "seizures.photo.size": _("The photo is too large. Take it again with fewer pixels."),
    "seizures.photo.pixels": _("The photo has no pixels, or too many. Take it again with fewer pixels."),
    "seizures.photo.most": _("The seizure has as many photos as it can have. Withdraw one first."),
    "seizures.photo.gone": _("The photo's file is gone from the disk. Tell the administrator."),
    "seizures.photo.other": _("The photo's file is not the one that was kept. Tell the administrator."),
    "seizures.photo.withdrawn": _("The photo was withdrawn already."),
    "seizures.photo.latitude": _("The photo's position is no place on earth."),
    "seizures.photo.caption": _("The photo's caption is too long."),
    "seizures.filter": _("This cannot be looked for. Write something else."),
    "seizures.export.empty": _("No seizure is as you ask. Ask for others."),
    "seizures.export.sheet": _("These are more seizures than a sheet takes. Export them as CSV."),
    "seizures.intake.missing": _("There is no import with this id that you may see."),
    "seizures.intake.state": _("%(thing)s is not in a state for this. Look at its report."),
    "seizures.intake.both": _(
        "An import of the same seizures is under way or being undone. Begin it again when that has ended."
    ),
    "seizures.intake.file": _("The file is not the one that was handed in. Hand it in again."),
    "seizures.intake.worked-on": _(
        "Seizures of this import have exhibits or photos, are joint with a partner, or went to court. "
        "Withdraw single ones instead."
    ),
}
"""Whole sentences with the way out; ``%(thing)s`` stands for what the error is about."""


def said(error: ComityError) -> str:
    """This function returns what an error says to the person who reads the page.

    English says all that the error knows; other languages say the sentence of its code.
    """
    return translated(error) or str(error)


def translated(error: ComityError) -> str:
    """This function returns the sentence of an error's code in the reader's language; empty in English, or if none."""
    if isinstance(error, NotAllowed):
        said_so = f"{why(error.judgement)} {way_out(error.judgement)}"
        return "" if (get_language() or "en").startswith("en") else f"{error.thing}: {said_so}"
    words = SAYINGS.get(error.code)
    if words is None or (get_language() or "en").startswith("en"):
        return ""
    return str(words) % {"thing": error.thing}
