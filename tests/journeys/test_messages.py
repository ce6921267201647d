"""Asking, delivering, answering and sealing, each broken off with SIGKILL: one effect, the same receipt."""

from __future__ import annotations

import time
from itertools import permutations
from random import Random

import pytest

from comity.cli.demo.founding import basis
from comity.cli.demo.processes import wait_until_answering
from tests.journeys.nodes import Node, assert_ledgers_agree, kill_during, kill_worker_when, until

pytestmark = pytest.mark.processes
OURS = "select message_id, sequence, link from messaging_message where direction = 'ours' and partner_id = ?"
THEIRS = "select message_id, sequence, link from messaging_message where direction = 'theirs' and partner_id = ?"
RECEIPTS = (
    "select m.message_id, r.token from messaging_receipt r join messaging_message m on m.id = r.message_id "
    "where m.direction = ? and m.partner_id = ?"
)


def _case(node: Node) -> str:
    return node.value("select reference from cases_case where reference like ?", f"{node.country}-DRUG-%")


def _ask(node: Node, partner: Node, what: str) -> tuple[object, ...]:
    return (
        "ask", "--partner", partner.id, "--asked", what, "--facts", "Seen at the border.", "--link", "A passport.",
        "--use", "Intelligence.", "--say", "name=Chan Dara", "--case", _case(node),
        "--instrument", basis(node.place, partner.place), *node.at("officer"),
    )  # fmt: skip


def _waiting(node: Node) -> int:
    return node.value("select count(*) from messaging_outbox")


def _assert_chains_agree(nodes: list[Node]) -> None:
    """What one side sent is what the other took: once each, in order, without a gap, under the same receipt."""
    for sender, receiver in permutations(nodes, 2):
        sent, taken = sorted(sender.rows(OURS, receiver.id)), sorted(receiver.rows(THEIRS, sender.id))
        assert sent == taken
        assert sorted(sequence for _, sequence, _ in sent) == list(range(1, len(sent) + 1))
        assert sorted(sender.rows(RECEIPTS, "ours", receiver.id)) == sorted(
            receiver.rows(RECEIPTS, "theirs", sender.id)
        )
        assert len(receiver.rows(RECEIPTS, "theirs", sender.id)) == len(taken)


def test_a_request_is_written_once_or_not_at_all(nodes):
    asker, partner = nodes("KH", "VN", filled=False)
    node_ready = ("users", "list", *asker.at("demo"))
    asker.shell.run(*node_ready)
    asker.shell.run(*_ask(asker, partner, "first, so that the next is warm"))
    outcomes = set()
    for moment in (0.005, 0.015, 0.03, 0.05, 0.08):
        asker.shell.run(*node_ready)
        before = asker.value("select count(*) from messaging_message")
        ended = kill_during(asker, moment, *_ask(asker, partner, f"after {moment} seconds"))
        written = asker.value("select count(*) from messaging_message") - before
        assert written == 1 if ended else written in {0, 1}
        outcomes.add(written)
    every = asker.value("select count(*) from messaging_message")
    assert asker.value("select count(*) from messaging_conversation") == every == _waiting(asker)
    assert asker.value("select count(*) from audit_ledgerentry where event = 'messaging.request.written'") == every
    for node in (asker, partner):
        node.start()
    until(lambda: _waiting(asker) == 0, why="what was written is delivered")
    _assert_chains_agree([asker, partner])
    assert_ledgers_agree([asker, partner])


def test_requests_and_replies_arrive_once_whoever_is_killed_on_the_way(nodes):
    asker, partner = nodes("KH", "VN", filled=False)
    for node in (asker, partner):
        node.start()
        node.shell.run("users", "list", *node.at("demo"))
    kills = [(asker.worker,), (partner.web,), (asker.worker, partner.web)]
    for number, (moment, processes) in enumerate(zip((0.1, 0.5, 0.9, 0.3, 0.7), kills * 2, strict=False)):
        asker.shell.run(*_ask(asker, partner, f"request {number}"))
        time.sleep(moment)
        asker.restart(*(p for p in processes if p is asker.worker))
        partner.restart(*(p for p in processes if p is partner.web))
    until(lambda: _waiting(asker) == 0, why="every request is delivered")
    requests = partner.rows("select id from messaging_message where direction = 'theirs' and type = 'request'")
    assert len(requests) == 5
    for number, (request,) in enumerate(requests):
        command = ("answer", request, "--status", "nothing-held", "--case", _case(partner), *partner.at("officer"))
        if number < 2:
            partner.shell.run("users", "list", *partner.at("demo"))
            if not kill_during(partner, 0.01 + 0.03 * number, *command):
                replies = "select count(*) from messaging_message where direction = 'ours' and in_reply_to_id = ?"
                if partner.value(replies, request) == 0:
                    partner.shell.run(*command)
        else:
            partner.shell.run(*command)
            time.sleep(0.2 * number)
            partner.restart(partner.worker)
    until(lambda: _waiting(partner) == 0, why="every reply is delivered")
    states = asker.rows("select state from messaging_message where direction = 'ours'")
    assert {state for (state,) in states} == {"answered"}
    replies = asker.value("select count(*) from messaging_message where direction = 'theirs' and type = 'reply'")
    assert replies == len(requests)
    _assert_chains_agree([asker, partner])
    assert_ledgers_agree([asker, partner])


def test_a_receipt_that_is_lost_comes_again_with_the_same_bytes(nodes):
    asker, partner = nodes("KH", "VN", filled=False)
    for node in (asker, partner):
        node.start()
    taken = "select count(*) from messaging_message where direction = 'theirs'"
    lost = 0
    for number in range(1, 5):
        asker.shell.run(*_ask(asker, partner, f"request {number}"))
        end = time.monotonic() + 20
        while partner.value(taken) < number and time.monotonic() < end:
            time.sleep(0.001)
        asker.worker.kill()
        lost += _waiting(asker)
        asker.worker.start()
        until(lambda: _waiting(asker) == 0, why="the receipt came again")
    assert lost > 0, "no receipt was lost on its way: this test has shown nothing"
    assert partner.value(taken) == 4
    _assert_chains_agree([asker, partner])
    assert_ledgers_agree([asker, partner])


def test_a_seal_that_is_broken_off_leaves_a_ledger_that_is_proven(nodes):
    here, there = nodes("KH", "VN", filled=False)
    for node in (here, there):
        node.web.start()
    seen = ((here, "audit_ledgerhead"), (there, "audit_kepthead"))
    for number, (node, table) in enumerate(seen * 2):
        here.shell.run(
            "cases", "open", f"SEAL-{number}", "--title", "Something to seal", "--offence", "other", *here.at("officer")
        )
        count = f"select count(*) from {table}"  # noqa: S608 -- our own words
        before = node.value(count)
        assert kill_worker_when(here, lambda node=node, count=count, before=before: node.value(count) > before)
    here.worker.start()
    there.worker.start()
    wait_until_answering(there.place.address, there.web)
    assert_ledgers_agree([here, there])


def test_three_nodes_that_are_killed_again_and_again_agree(nodes):
    town = nodes("KH", "VN", "TH", filled=False)
    rng = Random(11)
    for node in town:
        node.start()
        node.shell.run("users", "list", *node.at("demo"))
    for number in range(2):
        for sender, receiver in permutations(town, 2):
            if rng.random() < 0.6:
                sender.shell.run(*_ask(sender, receiver, f"round {number}"))
        node = rng.choice(town)
        time.sleep(rng.random())
        node.restart(*rng.choice(((node.worker,), (node.web,), (node.web, node.worker))))
    for node in town:
        until(lambda node=node: _waiting(node) == 0, why=f"{node.country} has delivered everything")
    _assert_chains_agree(town)
    assert_ledgers_agree(town)
