"""A log in memory: untouched it proves itself, and whatever row is changed, something is found where it was done."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.crypto.canonical import canonical
from comity.ledger import BLOCK, Entry, Head, Start, close, commitment, log_root, padded
from comity.ledger.rows import BlockRow, EntryRow, Kind, LogRows
from comity.ledger.verification import compare_kept, verify_erasures, verify_log

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def log(spans: list[int], rest: int) -> LogRows:
    """Blocks with so many entries each, sealed after each, and some open entries after them."""
    entries, blocks, heads, kept = [], [], [], []
    for number, count in enumerate([*spans, rest]):
        rows = [entry(number * BLOCK + i) for i in range(count)]
        entries += rows
        if number == len(spans):
            break
        salt = bytes([number + 1]) * 32
        kept.append(close(kept.__getitem__, number, padded([row.hash for row in rows], number, salt)))
        blocks.append(BlockRow(number, tuple(kept[number]), BLOCK - count, salt))
        size = (number + 1) * BLOCK
        heads.append(Head("node", "log", size, log_root(kept.__getitem__, size), NOW))
    return LogRows("log", len(spans) * BLOCK + rest, entries, blocks, heads)


def entry(index: int) -> EntryRow:
    salt, details = index.to_bytes(32, "big"), {"n": index}
    made = Entry("test.done", "system", NOW, (f"thing-{index}",), "", commitment(salt, details))
    return EntryRow(index, made, made.hash(), salt, canonical(details).decode(), frozenset(made.objects))


logs = st.builds(log, st.lists(st.integers(1, 5), max_size=5), st.integers(1, 4))


@given(logs)
def test_an_untouched_log_proves_itself(rows):
    report = verify_log(rows)
    assert not report.findings
    assert report.heads == len(rows.heads)
    assert report.sealed + BLOCK > rows.size >= report.sealed


@settings(max_examples=200)
@given(logs, st.data())
def test_whatever_is_changed_is_found_where_it_was_done(rows, data):
    entries, blocks = list(rows.entries), list(rows.blocks)
    what = data.draw(st.sampled_from(["edit", "details", "hide", "remove", "salt", "node", "drop", "forge"]))
    if what in {"salt", "node", "drop"}:
        if not blocks:
            return
        at = data.draw(st.integers(0, len(blocks) - 1))
        first, last = at * BLOCK, (at + 1) * BLOCK - 1
        if what == "drop":
            del blocks[at]
        else:
            wrong = {"salt": {"salt": bytes(32)}, "node": {"nodes": (bytes(32), *blocks[at].nodes[1:])}}[what]
            blocks[at] = replace(blocks[at], **wrong)
    else:
        at = data.draw(st.integers(0, len(entries) - 1))
        row = entries[at]
        first = last = row.index
        if what == "remove":
            del entries[at]
        else:
            other = replace(row.entry, actor="somebody")
            entries[at] = {
                "edit": replace(row, entry=other),
                "details": replace(row, details='{"n":-1}'),
                "hide": replace(row, found_by=frozenset()),
                "forge": replace(row, entry=other, hash=other.hash()),
            }[what]
    found = verify_log(replace(rows, entries=entries, blocks=blocks)).findings
    if what == "forge" and row.index >= len(blocks) * BLOCK:
        # What no head covers can be rewritten by who can write every row; the specification says so.
        assert not found
    else:
        assert any(finding.first <= last and first <= finding.last for finding in found)


def test_an_erasure_is_told_from_a_removal():
    rows = log([], 3)
    entries = [replace(row, details=None, salt=None) if row.index == 1 else row for row in rows.entries]
    report = verify_log(replace(rows, entries=entries), erasure="test.erased")
    verify_erasures([report])
    assert [(f.kind, f.first) for f in report.findings] == [(Kind.REMOVED, 1)]
    erasing = replace(entry(3).entry, event="test.erased", objects=("log/1",))
    named = EntryRow(3, erasing, erasing.hash(), bytes(31) + b"\3", '{"n":3}', frozenset(erasing.objects))
    report = verify_log(replace(rows, size=4, entries=[*entries, named]), erasure="test.erased")
    verify_erasures([report])
    assert not report.findings


def test_what_a_partner_keeps_is_compared():
    rows = log([3, 3], 1)
    report = verify_log(rows, wanted=[512, 1024])
    kept = rows.heads[1]
    assert compare_kept(kept, "VN", [report], []) is None
    assert compare_kept(replace(kept, root=bytes(32)), "VN", [report], []).kind is Kind.EDITED
    more = replace(kept, size=1024)
    assert compare_kept(more, "VN", [report], []).kind is Kind.RESTORED
    assert compare_kept(replace(kept, log="another"), "VN", [report], []).kind is Kind.RESTORED
    start = Start("node", "next", "log", 512, 1024, "disk", ("a", "b"), NOW)
    assert compare_kept(more, "VN", [report], [start]) is None
    assert compare_kept(replace(more, size=1280), "VN", [report], [start]).kind is Kind.RESTORED
