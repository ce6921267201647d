"""Files of the slice: written whole, read back, of this format and the one before; cached points; batches in flight."""

import json
import secrets
import threading
from datetime import date, timedelta

import numpy as np
import pytest

from comity.crypto import oprf
from comity.kernel import ComityError
from comity.linkage import Entrant, Publication
from comity.node import runtime
from comity.node.matching import columns, files
from comity.node.matching.flow import pipelined
from comity.node.matching.points import Points

EPOCH = "019ab000-0000-7000-8000-000000000001"
DAY = date(2026, 11, 22)


def published(count=5):
    publication = Publication(EPOCH, b"s" * 32)
    entrants = [
        Entrant(f"h{i}", [secrets.token_bytes(16), b"shared" * 2 + b"keyy"], [secrets.token_bytes(64)] * 2)
        for i in range(count)
    ]
    index = publication.publish(entrants, secrets.token_bytes)
    return publication, index


def same(one, two):
    assert one.handles() == two.handles()
    for name, column in one.columns().items():
        assert (two.columns()[name] == column).all(), name


@pytest.mark.parametrize("count", [0, 1, 11])
@pytest.mark.parametrize("chunk", [7, 4 * 1024 * 1024])
def test_a_publication_survives_rest(keys, monkeypatch, count, chunk):
    monkeypatch.setattr(columns, "_CHUNK", chunk)
    publication, index = published(count)
    files.keep_own(publication, "a" * 16, index=[index.body])
    same(publication, files.own_state(EPOCH, "a" * 16, 0))
    assert bytes(files.own_index(EPOCH, "a" * 16, 0)) == bytes(index.body)
    held = files.own_handles(EPOCH, "a" * 16, 0)
    assert list(held) == ["holdings", "handles"]
    files.end_epoch(EPOCH, [("a" * 16, 0)])
    after = files.own_handles(EPOCH, "a" * 16, 0)
    assert (after["handles"] == held["handles"]).all()
    with pytest.raises(ComityError):
        files.own_state(EPOCH, "a" * 16, 0)
    files.forget_epoch(EPOCH)
    assert files.own_handles(EPOCH, "a" * 16, 0) is None


def test_no_byte_of_a_state_can_be_changed_cut_off_or_moved(keys):
    publication, _ = published(3)
    data = b"".join(columns.sealed(publication, "a" * 16))
    assert b"h0" not in data
    for wrong in (
        data[:-1],
        data[: len(data) // 2],
        data[:-40] + bytes(40),
        data[: len(data) // 2] + b"x" + data[200:],
    ):
        with pytest.raises(ComityError):
            columns.opened(memoryview(wrong), EPOCH, "a" * 16)
    with pytest.raises(ComityError):
        columns.opened(memoryview(data), EPOCH, "b" * 16)


def test_the_state_of_the_format_before_is_read(keys):
    raw = {
        "format": 1, "epoch": EPOCH, "salt": "11" * 32, "sequence": 4,
        "places": {"a": [bytes(12).hex(), bytes(16).hex(), bytes(16).hex()]}, "used": {bytes(16).hex(): 1},
        "dummies": bytes(16).hex(), "full": {},
    }  # fmt: skip
    path = runtime.config().folder / "indexes" / "own" / EPOCH / f"{'a' * 16}.4.state"
    files.write(path, [runtime.keyring().wrap(f"own-index/{EPOCH}/{'a' * 16}", json.dumps(raw).encode())])
    read_back = files.own_state(EPOCH, "a" * 16, 4)
    assert (read_back.sequence, read_back.handles()) == (4, {"a": bytes(12)})
    assert files.own_handles(EPOCH, "a" * 16, 4) is None
    files.forget_epoch(EPOCH)


def asked(count, first=0):
    inputs = [f"key {i}".encode() for i in range(first, first + count)]
    return [data.ljust(16, b"\0") for data in inputs], inputs


def test_points_are_kept_found_and_forgotten(tmp_path):
    path = tmp_path / "points" / "group"
    ids, inputs = asked(50)
    made = oprf.hash_to_group(inputs)
    points = Points(path, DAY)
    assert points.of(ids, inputs) is None
    points.add(ids, made)
    points.keep(whole=True)
    later = Points(path, DAY + timedelta(days=3))
    assert len(later) == 50
    more, others = asked(30, 40)
    assert later.of(more, others) == oprf.hash_to_group(others)
    later.keep(whole=True)
    kept = Points(path, DAY + timedelta(days=3))
    assert len(kept) == 30
    assert kept.of(ids[:40], inputs[:40]) is None
    kept.need(more)
    kept.keep(whole=True)
    assert len(Points(path, DAY)) == 30
    assert not path.with_name("group.journal").read_bytes()


@pytest.mark.parametrize("broken", [b"", b"x" * 96, b"comity-points/2\nshort"])
def test_a_broken_cache_counts_as_empty(tmp_path, broken):
    path = tmp_path / "group"
    path.write_bytes(broken)
    assert len(Points(path, DAY)) == 0


def test_batches_stay_in_order_and_few_are_ahead():
    here, ahead, most = threading.get_ident(), [0], [0]

    def items():
        for i in range(20):
            ahead[0] += 1
            most[0] = max(most[0], ahead[0])
            yield i

    def prepare(i):
        assert threading.get_ident() != here
        return i * 10

    def send(i, prepared):
        assert threading.get_ident() == here
        assert prepared == i * 10
        return prepared + 1

    results = []
    for item, result in pipelined(items(), prepare=prepare, send=send, finish=lambda i, p, a: (i, p, a)):
        ahead[0] -= 1
        results.append((item, result))
    assert results == [(i, (i, i * 10, i * 10 + 1)) for i in range(20)]
    assert most[0] <= 6


@pytest.mark.parametrize("step", ["prepare", "send", "finish"])
def test_a_fault_in_any_step_comes_out_and_ends_it(step):
    sent = []

    def fails(name):
        def work(i, *_):
            if name == "send":
                sent.append(i)
            if i == 3 and name == step:
                raise ValueError(name)
            return i

        return work

    with pytest.raises(ValueError, match=step):
        list(pipelined(iter(range(50)), prepare=fails("prepare"), send=fails("send"), finish=fails("finish")))
    assert len(sent) < 10


def test_rows_of_points_have_fifty_bytes():
    assert np.dtype([("id", "S16"), ("point", "V32"), ("day", "<u2")]).itemsize == 50
