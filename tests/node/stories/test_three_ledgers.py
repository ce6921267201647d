"""Who knew what when, from three ledgers: one story, and what was done to a ledger is named."""

import json
import shutil

import pytest
from django.db import connections
from typer.testing import CliRunner

from comity.cli.main import EXIT_CODES, app
from comity.exchange.contents import WithdrawalReason
from comity.kernel import ComityError, Refused
from comity.ledger.contradictions import Kind
from comity.ledger.stories import Act, tell
from comity.ledger.testimony import Shown
from comity.node.audit.models import LedgerEntry
from comity.node.items import operations as items
from comity.node.items.models import Item
from comity.node.messaging import operations as messaging
from comity.node.messaging import recalling
from comity.node.messaging.models import THEIRS, Message
from comity.node.stories.extracts import make, unsigned
from comity.node.stories.reading import read
from tests.exchange.parties import SUBJECT
from tests.node.items.giving import made, marks, row, share


def part(three, country, *asked):
    with three.at(country):
        return read(unsigned(asked=asked), signed=False)


@pytest.fixture
def conversation(three):
    """Cambodia asked Viet Nam, where an officer read it; Thailand knows nothing of it."""
    with three.at("KH") as node:
        asked = messaging.ask(
            actor=node.officer, partner_id=three["VN"].id, subjects=[SUBJECT], facts="Seen twice.", asked="Known?",
            link="A passport of yours.", foreseen_use="Intelligence.",
        )  # fmt: skip
        wire_id = asked.conversation.wire_id
    three.settle()
    three.later(hours=2)
    with three.at("VN") as node:
        messaging.mark_read(actor=node.officer, message_id=Message.objects.get(direction=THEIRS).id)
    three.settle()
    return wire_id


@pytest.fixture
def on_disk(three):
    """Runs a command of the auditor on the nodes' folders, with their databases as they are on the disk."""

    def run(*words):
        for node in three:
            node.kept["connection"].close()
            if connections["default"].vendor == "sqlite":
                shutil.copy(three.database(node), node.config.folder / "db.sqlite3")
            else:
                at = node.kept["connection"].settings_dict
                url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
                with (node.config.folder / "node.toml").open("a", encoding="utf-8") as file:
                    file.write(f'database_url = "{url}"\n')
        return comity(*words)

    return run


def comity(*words):
    result = CliRunner().invoke(app, ["audit", *map(str, words)])
    if isinstance(result.exception, ComityError):
        return EXIT_CODES[result.exception.kind], result.output, str(result.exception)
    return result.exit_code, result.output, ""


def folders(three, *countries):
    return [word for country in countries for word in ("--dir", three[country].config.folder)]


def test_two_ledgers_tell_one_story_and_every_line_is_proven(three, conversation):
    story = tell([part(three, c, conversation) for c in ("VN", "KH")])
    assert not story.contradictions
    told = [(line.node, line.act) for line in story.lines if line.type == "request"]
    kh, vn = three["KH"].id, three["VN"].id
    assert told[:5] == [
        (kh, Act.WROTE), (kh, Act.SENT), (vn, Act.RECEIVED), (kh, Act.RECEIPT), (vn, Act.READ),
    ]  # fmt: skip
    assert {p.shown for line in story.lines[:5] for p in line.proofs} == {Shown.YES}
    known = {each.node: each for each in story.known}
    assert known[vn].source == kh
    assert (known[vn].read - known[vn].since).total_seconds() == 2 * 3600


def test_one_ledger_tells_what_it_knows_and_names_who_said_nothing(three, conversation):
    story = tell([part(three, "KH", conversation)])
    assert not story.contradictions
    assert [f.nodes for f in story.remarks if f.kind is Kind.ABSENT] == [(three["VN"].id,)]


def test_an_entry_edited_in_one_ledger_is_named(three, conversation):
    with three.at("VN"):
        entry = LedgerEntry.objects.get(event="messaging.message.read")
        LedgerEntry.objects.filter(id=entry.id).update(actor="somebody-else")
    story = tell([part(three, c, conversation) for c in ("KH", "VN")])
    assert {(f.kind, f.nodes) for f in story.contradictions} == {
        (Kind.LEDGER, (three["VN"].id,)), (Kind.BROKEN_ENTRY, (three["VN"].id,)),
    }  # fmt: skip
    assert f"entry {entry.index} " in story.contradictions[0].text


def test_a_message_removed_at_its_recipient_is_named(three, conversation):
    with three.at("VN"):
        received = Message.objects.get(direction=THEIRS)
        Message.objects.filter(in_reply_to=received).update(in_reply_to=None)
        received.delete()
    found = tell([part(three, c, conversation) for c in ("KH", "VN")]).contradictions
    assert [f.kind for f in found] == [Kind.RECEIPT_DENIED]


def test_an_extract_is_signed_and_holds_nothing_that_people_wrote(three, conversation):
    with three.at("VN") as node:
        made = make(actor=node.auditor, asked=[conversation])
        assert LedgerEntry.objects.filter(event="stories.extract.made", actor=node.auditor.user_id).count() == 1
    text = json.dumps(made)
    assert "Seen twice" not in text
    story = tell([read(made), part(three, "KH", conversation)])
    assert not story.contradictions
    assert Kind.WITHHELD in {f.kind for f in story.remarks}
    received = next(line for line in story.lines if line.act is Act.RECEIVED and line.node == three["VN"].id)
    assert [p.shown for p in received.proofs] == [Shown.YES, Shown.UNKNOWN, Shown.YES]


def test_an_extract_with_content_proves_signatures_too(three, conversation):
    with three.at("VN") as node:
        story = tell([read(make(actor=node.auditor, asked=[conversation], content=True))])
    received = next(line for line in story.lines if line.act is Act.RECEIVED)
    assert [p.shown for p in received.proofs] == [Shown.YES] * 3
    assert received.words == "Known?"


def test_an_extract_that_was_changed_or_speaks_for_another_node_is_refused(three, conversation):
    with three.at("VN") as node:
        made = make(actor=node.auditor, asked=[conversation])
    with three.at("KH") as node:
        other = make(actor=node.auditor, asked=[conversation])
    head, body, signature = made["part"].split(".")
    edited = made | {"part": f"{head}.{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{signature}"}
    for wrong in (edited, made | {"cards": other["cards"]}, made | {"cards": made["cards"] + other["cards"]}):
        with pytest.raises(Refused):
            read(wrong)


def test_only_an_auditor_makes_an_extract(three, conversation):
    with three.at("VN") as node, pytest.raises(Refused):
        make(actor=node.officer, asked=[conversation])


def test_the_command_reads_folders_and_extracts_together(three, conversation, on_disk, tmp_path):
    out = tmp_path / "vn.json"
    with three.at("VN") as node:
        out.write_text(json.dumps(make(actor=node.auditor, asked=[conversation])))
    code, said, error = on_disk("story", conversation, *folders(three, "KH", "TH"), "--extract", out, "--json")
    assert (code, error) == (0, ""), said
    story = json.loads(said)
    assert set(story["nodes"]) == {three["KH"].id, three["VN"].id}
    assert story["contradictions"] == []
    assert len([line for line in story["lines"] if line["act"] == "received"]) == 2


def test_the_command_says_it_for_people_and_fails_when_a_ledger_was_edited(three, conversation, on_disk):
    with three.at("VN"):
        LedgerEntry.objects.filter(event="messaging.message.read").update(actor="somebody-else")
    code, said, _ = on_disk("story", conversation, *folders(three, "KH", "VN"))
    assert code == 4
    assert "received request 1 from" in said
    assert "“Known?”" in said
    assert "The ledger of Agency of VN (VN) does not verify" in " ".join(said.split())


def test_what_the_command_cannot_read(tmp_path):
    assert comity("story", "x", "--dir", tmp_path)[0] == 3
    assert comity("story", "x", "--extract", tmp_path / "none.json")[0] == 3
    (tmp_path / "other.json").write_text('{"format": "other/1"}')
    assert comity("story", "x", "--extract", tmp_path / "other.json")[0] == 3
    assert comity("story", "x")[0] == 2


def test_the_auditors_page(three, conversation):
    with three.at("VN") as node:
        page = node.client("auditor").get("/ledger/story", {"id": conversation})
        assert page.status_code == 200
        assert "Known?" in page.content.decode()
        assert LedgerEntry.objects.filter(event="stories.story.read").count() == 1
        empty = node.client("auditor").get("/ledger/story")
        assert empty.status_code == 200
        unknown = node.client("auditor").get("/ledger/story", {"id": "nowhere"})
        assert "This node knows nothing of it" in unknown.content.decode()
        assert node.client("officer").get("/ledger/story", {"id": conversation}).status_code == 403
        file = node.client("auditor").post("/ledger/story/extract", {"id": conversation})
        assert read(file.json()).node == node.id
        assert node.client("auditor").post("/ledger/story/extract", {"id": "nowhere"}).status_code == 302


def test_an_item_is_followed_over_three_nodes_until_it_is_gone_everywhere(three):
    mine = made(three, "KH", marks("H0"))
    share(three, "KH", "VN", mine)
    with three.at("VN") as node:
        items.read(actor=node.officer, items=[Item.objects.get(wire_id=mine.wire_id)])
    share(three, "VN", "TH", row(three, "VN", mine))
    three.later(days=1)
    with three.at("KH") as node:
        recalling.withdraw(actor=node.officer, item_id=mine.id, reason=WithdrawalReason.WRONG, words="Another lorry.")
        conversation = Message.objects.get(type="spontaneous").conversation.wire_id
    for _turn in range(4):
        three.settle()
    name = f"{mine.owner}/{mine.wire_id}"
    story = tell([part(three, country, conversation, name) for country in ("KH", "VN", "TH")])
    assert not story.contradictions, story.contradictions
    kh, vn, th = (three[country].id for country in ("KH", "VN", "TH"))
    known = {each.node: each for each in story.known if each.what == name}
    assert [(known[n].source, known[n].passed) for n in (kh, vn, th)] == [("", (vn,)), (kh, (th,)), (vn, ())]
    assert known[vn].read is not None
    assert known[th].read is None
    assert all(known[n].ended for n in (kh, vn, th))
    recalled = [(line.node, line.act) for line in story.lines if line.act in {Act.RECALLED, Act.TREATED}]
    assert recalled[0] in {(kh, Act.TREATED), (kh, Act.RECALLED)}
    assert {node for node, act in recalled if act is Act.TREATED} == {kh, vn, th}
