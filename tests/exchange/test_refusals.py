"""Every refusal of this room by its code, and the sentence that a person reads."""

import re
from pathlib import Path

import pytest

import comity.exchange
from comity.crypto import canonical
from comity.exchange import calls, cards, messages, packets, receipts, recovery, versions
from comity.exchange.chains import Chain
from comity.exchange.contents import Read
from comity.exchange.conversations import Event, Hours, Kind, Side, Stage, State, after, move, pair
from comity.exchange.faults import checked
from comity.exchange.messages import read_frame
from comity.exchange.receipts import Outcome
from comity.kernel import ComityError
from tests.exchange.examples import ITEM, content, vectors
from tests.exchange.parties import LIMITS, NOW
from tests.exchange.test_packets import A, B, document, header, opened, packed

ONE, TWO = "1" * 43, "2" * 43
OTHER_CARD = "Ask the partner by another channel: its keys may be in other hands"
OLD_KEY = "Ask the partner by another channel: the old key may be in other hands"
OWN_CONVERSATION = "Write it in the conversation that it is about, or begin another"
UP_TO_DATE = "ask it to bring its node up to date"
HAND_OVER = "Ask the partner to hand over its card again"


def call(**change):
    return calls.call_document(call_id="x", sender=A.id, recipient=B.id, call_type="sync", content={}) | change


def answer(**change):
    return calls.answer_document(call_id="x", sender=A.id, recipient=B.id, call="H", content={}) | change


def receipt_of_another(**change):
    sent, other = A.write(B), A.write(B)
    made = receipts.sign(B.keyring.signing, read_frame(sent[0]), token_hash=sent[2], outcome=Outcome.TAKEN,
                         received_at=NOW, head={})  # fmt: skip
    if not change:
        return receipts.read(made, B.keyring.signing.public, read_frame(other[0]), hashes=[sent[2]], depth=4)
    said = {"format": receipts.FORMAT, "message": "", "from": A.id, "to": B.id, "outcome": "taken", "reason": "",
            "incarnation": sent[0]["incarnation"], "sequence": sent[0]["sequence"], "hash": sent[2], "head": {},
            "received_at": "2026-11-22T03:04:05.000000Z"}  # fmt: skip
    token = B.keyring.signing.sign_document(said | change)
    return receipts.read(token, B.keyring.signing.public, read_frame(sent[0]), hashes=[sent[2]], depth=4)


def signed_card(**change):
    inner = {**_card_document(), **change}
    return cards.read(A.keyring.identity.sign_document(inner))


def _card_document():
    from comity.crypto.canonical import parse_canonical
    from comity.crypto.encoding import decode

    return parse_canonical(decode(A.token.split(".")[1]), depth=3)


def given_up():
    old, new = A.keyring, A.keyring.replace_identity()
    change = cards.change_identity(old.identity, new.identity.public, node=old.node_id)
    fields = {"agency": "Agency", "country": "KH", "address": "https://node.example", "contact": ""}
    held = cards.read(cards.issue(new, version=2, issued=NOW, changes=[change], **fields))
    return cards.succession(held, cards.read(A.issue(3)))


def announced(**change):
    chain = Chain.begin(A.id, B.id, TWO, frozenset({ONE}))
    return recovery.announced(chain, A.id, B.id, {"incarnation": ONE, "closed": [], "lost": None} | change)


def for_an_older_node():
    head = {k: v for k, v in vectors.message("reply", 2, {}).items() if k not in {"type", "version", "content"}}
    return messages.compose(head, content("reply", items=[ITEM]), "reply", version=1)


def with_a_header(**change):
    made = packets.split(packed(), LIMITS)
    head = canonical({**_parsed(made.header_bytes), **change})
    sealed = made.sealed if change else b""
    length = len(head).to_bytes(4, "big"), len(sealed).to_bytes(4, "big")
    return packets.MAGIC + length[0] + head + made.admission + length[1] + sealed


def _parsed(head):
    from comity.crypto.canonical import parse_canonical

    return parse_canonical(head, depth=1)


REFUSALS = {
    "exchange.announcement.closed": [
        (announced, "Announcement: it names an incarnation that was closed before"),
    ],
    "exchange.announcement.form": [(lambda: announced(closed=[1]), "Announcement: it cannot be read")],
    "exchange.answer.form": [
        (lambda: calls.read_answer(answer(format="x"), call="H"), "Answer: it is not of the format comity-answer/1"),
        (lambda: calls.read_answer(answer(error=1), call="H"), "Answer: its refusal cannot be read"),
        (lambda: calls.read_answer(
            answer(error=dict.fromkeys(["kind", "code", "thing", "reason", "way_out"], "\x00")), call="H"),
         "Answer: its refusal cannot be read"),
    ],
    "exchange.answer.other_call": [
        (lambda: calls.read_answer(answer(), call="other"), "Answer: it belongs to another call"),
    ],
    "exchange.call.form": [
        (lambda: calls.read_call(call(format="x")), "Call: it is not of the format comity-call/1"),
        (lambda: calls.read_call(call(content=[])), "Call: its content is no object"),
    ],
    "exchange.card.identity_given_up": [
        (given_up, f"card of {A.id}: it is signed by an identity key that was given up. {OLD_KEY}"),
    ],
    "exchange.card.invalid": [
        (lambda: cards.read("x"), f"Card: it is not a signed document. {HAND_OVER}"),
        (lambda: signed_card(version=0), f"Card: its version is no number from 1 to 1,000,000,000. {HAND_OVER}"),
        (lambda: signed_card(agency=" "), f"Card: agency: it is empty. {HAND_OVER}"),
    ],
    "exchange.card.other_node": [
        (lambda: cards.succession(A.card, B.card), "Card: it belongs to another node or identity"),
    ],
    "exchange.card.two_of_one_version": [
        (lambda: cards.succession(A.card, cards.read(A.issue(1, contact="other"))),
         f"card of {A.id}: there are two different cards with version 1. {OTHER_CARD}"),
    ],
    "exchange.card.understands": [
        (lambda: signed_card(understands=[]), "Card: the types that it understands cannot be read"),
    ],
    "exchange.conversation.kind": [
        (lambda: move(Kind.CONSENT, Stage.ASKED, Side.OTHER, "reply", content("reply")),
         "Conversation: it is of the kind consent, and a message of the type reply does not belong in it. "
         + OWN_CONVERSATION),
    ],
    "exchange.conversation.side": [
        (lambda: move(Kind.REQUEST, Stage.ASKED, Side.BEGINNER, "reply", content("reply")),
         "Conversation: only the side that it was written to may answer. This side may ask"),
        (lambda: move(Kind.ALERT, Stage.ACTIVE, Side.OTHER, "alert-cancellation", content("alert-cancellation")),
         ("Conversation: only who began it may cancel. "
          "This side may refuse, answer, answer in part, acknowledge, say that nothing is held or give feedback")),
    ],
    "exchange.conversation.stage": [
        (lambda: move(Kind.CONSENT, Stage.NEW, Side.OTHER, "consent-answer", content("consent-answer")),
         ("Conversation: nothing was written in it yet, and so nobody can grant now. "
          "Begin another conversation, or wait for the other side")),
    ],
    "exchange.deadline.country": [(lambda: pair("KH", "XX"), "Deadlines: 'XX' is no ISO code of a country")],
    "exchange.deadline.hours": [
        (lambda: Hours(8, 4, 168), ("Deadlines: what is more urgent is answered no later than what is less. "
                                    "Mend these numbers")),
    ],
    "exchange.message.fields": [
        (lambda: messages.read(vectors.message("read", 1, {"at": "now"})),
         (f"Message {vectors.numbered(1)}: content.message: it is missing; content.at: it is no moment, write it as "
          "2026-11-22T03:04:05.000000Z. Mend these fields and send it anew")),
        (lambda: checked(Read, {}, thing="Notice"), ("Notice: message: it is missing; at: it is missing. "
                                                     "Mend these fields")),
    ],
    "exchange.message.frame": [
        (lambda: messages.read({}), "Message: its place in the chain cannot be read"),
    ],
    "exchange.packet.address": [
        (lambda: opened(packed(head := header(), document(head, id="x"))),
         "Packet: its document names another id, sender or recipient than its header"),
    ],
    "exchange.packet.body": [
        (lambda: opened(packed(head := header(), document(head, body=b"other"), body=b"body")),
         "Packet: its body is not the one that was signed"),
    ],
    "exchange.packet.document": [
        (lambda: opened(_not_ascii()), "Packet: what it holds is no signed document"),
    ],
    "exchange.packet.header": [
        (lambda: packets.split(with_a_header(more=1), LIMITS), "Packet: its header has other fields"),
        (lambda: packets.split(with_a_header(to_card=-1), LIMITS), "Packet: a field of its header has the wrong kind"),
        (lambda: packets.split(with_a_header(kind="x"), LIMITS), "Packet: its format or kind is not known"),
        (lambda: packets.split(with_a_header(id="x"), LIMITS), "Packet: an id in its header has the wrong form"),
    ],
    "exchange.packet.length": [
        (lambda: packets.split(packed()[:20], LIMITS), "Packet: it is cut off"),
        (lambda: packets.split(packets.MAGIC + b"\xff" * 4, LIMITS), "Packet: a part of it is too long"),
        (lambda: packets.split(with_a_header(), LIMITS), "Packet: its sealed part is too short"),
    ],
    "exchange.packet.magic": [(lambda: packets.split(b"GET /", LIMITS), "Packet: it does not begin as one")],
    "exchange.packet.signer": [
        (lambda: opened(packed(signer=B.keyring.signing)),
         "Packet: its document is signed by a key that is not the sender's"),
    ],
    "exchange.receipt.form": [
        (lambda: receipt_of_another(outcome="lost"), "Receipt: a field of it cannot be read"),
        (lambda: receipt_of_another(reason=1), "Receipt: a field of it cannot be read"),
        (lambda: receipt_of_another(reason="\u202e"), "Receipt: a field of it cannot be read"),
    ],
    "exchange.receipt.other_message": [(receipt_of_another, "Receipt: it belongs to another message")],
    "exchange.state": [
        (lambda: after(State.WITHDRAWN, Event.TRY), "Message: it is withdrawn, which does not allow: try"),
    ],
    "exchange.sync.form": [(lambda: recovery.Place.read([]), "Sync: where a chain stands cannot be read")],
    "exchange.version.loses": [
        (for_an_older_node,
         ("Reply: the partner's node reads version 1 only, in which an item would lose the purposes that it is limited "
          "to. Ask the partner to bring its node up to date, or leave these items out")),
    ],
    "exchange.version.none": [
        (lambda: versions.choose("alert", versions.UNDECLARED, partner="Border post"),
         ("Message: Border post's node does not understand messages of the type alert. Tell the partner by another "
          f"channel, and {UP_TO_DATE}")),
    ],
}  # fmt: skip


def _not_ascii():
    from comity.crypto import seal

    head = header()
    written = head.to_bytes()
    sealed = seal(B.keyring.current_sealing.public, packets._info(head, written), "ខ".encode())
    admission = A.keyring.signing.sign(packets.DOMAIN, packets._admitted(written, sealed, b""))
    length = len(written).to_bytes(4, "big"), len(sealed).to_bytes(4, "big")
    return packets.MAGIC + length[0] + written + admission + length[1] + sealed


@pytest.mark.parametrize(("code", "provoke", "sentence"), [(c, *each) for c, many in REFUSALS.items() for each in many])
def test_each_refusal_says_what_is_wrong_and_what_to_do(code, provoke, sentence):
    with pytest.raises(ComityError) as error:
        provoke()
    assert (error.value.code, str(error.value)) == (code, sentence)


def test_no_code_of_this_room_is_left_out():
    sources = [path.read_text(encoding="utf-8") for path in Path(comity.exchange.__file__).parent.rglob("*.py")]
    written = {code for text in sources for code in re.findall(r'code="(exchange\.[a-z_.-]+)"', text)}
    packet = Path(packets.__file__).read_text(encoding="utf-8")
    parts = {f"exchange.packet.{part}" for part in re.findall(r'_fault\("[^"]+", "(\w+)"\)', packet)}
    assert written | parts == set(REFUSALS)
