"""Importing, publishing and checking, each broken off with SIGKILL in its middle: nothing is lost, nothing is twice."""

from __future__ import annotations

import time

import pytest

from comity.cli.demo.processes import wait_until_answering
from comity.simulation import region, write_files
from tests.journeys.nodes import assert_ledgers_agree, kill_during, kill_when, kill_worker_when, until

pytestmark = pytest.mark.processes

STANDING = (
    "select count(*) from holdings_holding h where h.imported_id is null "
    "or exists (select 1 from holdings_import i where i.id = h.imported_id and i.state = 'done')"
)
WAITING = "select count(*) from matching_inquiry where state in ('queued', 'sent')"
GROUNDS = (
    "--role", "unknown", "--source", "Journey", "--evaluation", "B2", "--handling", "H0", "--retention", "2036-11-22",
)  # fmt: skip


def test_an_import_is_whole_or_not_at_all(nodes, tmp_path):
    [node] = nodes("KH", filled=False)
    agency = region(3, holdings_each=4500).agencies["KH"]
    file = max(write_files(agency, tmp_path / "files"), key=lambda f: f.rows)
    case = node.value("select reference from cases_case where reference like 'KH-DRUG-%'")
    command = ("holdings", "import", file.path, "--case", case, *GROUNDS, *node.at("officer"))
    node.shell.run("users", "list", *node.at("demo"))
    began = time.monotonic()
    node.shell.run(*command)
    took = time.monotonic() - began
    expected, outcomes = file.rows, set()
    for part in (0.1, 0.35, 0.6, 0.8, 0.95):
        node.shell.run("users", "list", *node.at("demo"))
        before = node.value(STANDING)
        kill_during(node, took * part, *command)
        after = node.value(STANDING)
        assert after - before in {0, file.rows}
        outcomes.add(after - before)
        expected = after
        done = node.value("select count(*) from holdings_import where state = 'done'")
        assert done * file.rows == after
    assert 0 in outcomes
    node.shell.run(*command)
    assert node.value(STANDING) == expected + file.rows
    proof = node.shell.json("ledger", "verify", node.place.folder, "--no-ask")
    assert proof["verified"], proof["findings"]
    imported = node.value("select count(*) from audit_ledgerentry where event like 'holdings.import.%'")
    assert imported == node.value("select count(*) from holdings_import where state = 'done'")


def _published(node) -> int:
    return node.value("select count(*) from matching_ownindex i join matching_epoch e on e.id = i.epoch_id "
                      "where e.ended is null")  # fmt: skip


def _assert_every_holding_has_one_handle(node, partner_id) -> None:
    issued = node.shell.measure("issued", node.place.folder, partner_id)
    declared = node.value(
        "select holdings from matching_ownindex i join matching_epoch e on e.id = i.epoch_id "
        "where e.ended is null and i.partner_id = ?", partner_id,
    )  # fmt: skip
    assert len(issued) == len(set(issued.values())) == declared


def test_an_index_that_is_broken_off_is_made_and_fetched_whole(nodes):
    asker, owner = nodes("KH", "VN")
    owner.web.start()
    epochs = "select count(*) from matching_epoch"
    assert kill_worker_when(owner, lambda: owner.value(epochs))
    assert _published(owner) < 2, "the index was made before the worker was killed: this test has shown nothing"
    assert kill_worker_when(owner, lambda: _published(owner))
    owner.worker.start()
    until(lambda: _published(owner) == 2, why="the index is published")
    _assert_every_holding_has_one_handle(owner, asker.id)
    assert owner.value(epochs) == 1
    asker.web.start()
    fetched = "select entries from matching_partnerindex where partner_id = ? and epoch <> ''"
    assert kill_worker_when(asker, lambda: asker.value("select count(*) from matching_partnerindex"))
    for moment in (0.9, 1.2):
        asker.worker.start()
        time.sleep(moment)
        asker.worker.kill()
    asker.worker.start()
    until(lambda: asker.rows(fetched, owner.id), why="the index is fetched")
    made = owner.value("select entries from matching_ownindex where partner_id = ?", asker.id)
    assert asker.value(fetched, owner.id) == made
    assert_ledgers_agree([asker, owner])


def test_a_check_that_is_broken_off_is_charged_once_and_finds_the_same(nodes):
    asker, owner = nodes("KH", "VN")
    asker.start()
    owner.start()
    until(lambda: _published(owner) == 2 and _published(asker) == 2, why="indexes are published")
    case = asker.value("select reference from cases_case where reference like 'KH-DRUG-%'")
    command = ("check", "--all", "--partner", owner.id, "--case", case, *asker.at("officer"))
    calm = asker.shell.json(*command)
    assert [i["state"] for i in calm["inquiries"]] == ["answered"]
    found = {(h["holding"], h["handle"], h["strength"]) for h in calm["hits"]}
    assert found
    sent = "select count(*) from matching_inquiry where state = 'sent'"
    charged = "select count(*) from matching_answeredcheck"
    for state, processes in (
        ("sent", (asker.worker,)),
        ("sent", (asker.worker, owner.web)),
        ("charged", (asker.worker, owner.web)),
        ("charged", (asker.worker,)),
    ):
        asker.shell.run("users", "list", *asker.at("demo"))
        before = owner.value(charged)

        def seen(_started, state=state, before=before):
            return asker.value(sent) if state == "sent" else owner.value(charged) > before

        assert kill_when(asker, seen, processes, *command), "nothing was broken off: this test has shown nothing"
        for process in processes:
            process.start()
        wait_until_answering(owner.place.address, owner.web)
        until(lambda: asker.value(WAITING) == 0, why="the check is carried out")
    for check in asker.rows("select id from matching_check"):
        hits = asker.rows(
            "select s.holding_id, h.handle, h.strength from matching_hit h join matching_inquiry i "
            "on i.id = h.inquiry_id join matching_checkedsubject s on s.id = h.subject_id where i.of_id = ?", *check,
        )  # fmt: skip
        assert len(hits) == len(set(hits))
        assert set(hits) == found
    inquiries = asker.value("select count(*) from matching_inquiry where state = 'answered'")
    answered = owner.rows("select check_id, elements from matching_answeredcheck where partner_id = ?", asker.id)
    assert len(answered) == len({check for check, _ in answered}) == inquiries
    debited = owner.value("select elements from matching_debit where partner_id = ? and not asked_by_us", asker.id)
    assert debited == sum(elements for _, elements in answered)
    assert_ledgers_agree([asker, owner])


def test_a_joint_check_that_is_broken_off_again_and_again_is_charged_once_and_finds_the_same(nodes):
    asker, owner = nodes("KH", "VN")
    settings = asker.place.folder / "node.toml"
    text = settings.read_text(encoding="utf-8")
    assert "[limits]" not in text
    settings.write_text(f"{text}\n[limits]\nbatch_elements = 64\n", encoding="utf-8")
    asker.start()
    owner.start()
    until(lambda: _published(owner) == 2 and _published(asker) == 2, why="indexes are published")
    case = asker.value("select reference from cases_case where reference like 'KH-DRUG-%'")
    calm = asker.shell.json("check", "--all", "--partner", owner.id, "--case", case, *asker.at("officer"))
    askable = asker.shell.measure("references", asker.place.folder)
    expected = {(h["holding"], h["handle"], h["strength"]) for h in calm["hits"] if h["holding"] in askable}
    assert expected
    asker.worker.kill()
    made = asker.shell.json("joint", "propose", owner.id, "--case", case, *asker.at("supervisor"))
    assert made["state"] == "proposed"
    owner.shell.run("joint", "accept", made["joint"], *owner.at("supervisor"))
    sent = "select count(*) from matching_inquiry where joint_id is not null and state = 'sent'"
    done = "select done from matching_jointcheck"
    for processes in ((), (owner.web,), ()):
        before = asker.value(done)
        asker.worker.start()
        until(lambda before=before: asker.value(sent) and asker.value(done) >= before, why="a batch is under way")
        asker.worker.kill()
        for process in processes:
            process.kill()
            process.start()
            wait_until_answering(owner.place.address, owner.web)
    assert asker.value(done) < asker.value("select subjects from matching_check where id = ?", made["check"])
    asker.worker.start()
    until(lambda: asker.value("select state from matching_jointcheck") == "done", why="the joint check is done")
    hits = asker.rows(
        "select s.holding_id, h.handle, h.strength from matching_hit h join matching_inquiry i on i.id = h.inquiry_id "
        "join matching_checkedsubject s on s.id = h.subject_id where i.joint_id = ?", made["joint"],
    )  # fmt: skip
    assert len(hits) == len(set(hits))
    assert set(hits) == expected
    answered = owner.rows(
        'select check_id, elements from matching_answeredcheck where "case" = ? and elements = 64', case
    )
    assert len(answered) == asker.value("select count(*) from matching_inquiry where joint_id is not null") > 3
    assert owner.value("select spent from matching_jointcheck") == sum(elements for _, elements in answered)
    until(lambda: owner.value("select state from matching_jointcheck") == "done", why="the partner was told")
    assert_ledgers_agree([asker, owner])
