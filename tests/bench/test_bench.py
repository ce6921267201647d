"""The measurements' house: every entry can be asked for, and results become documents. Nothing is measured here."""

import inspect
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench import names, peers, picture, psi, report, results
from bench.__main__ import WHOLE, main, parser
from bench.registry import MEASUREMENTS, named

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("entry", MEASUREMENTS, ids=lambda entry: entry.name)
def test_every_measurement_can_be_asked_for_and_has_a_document(entry):
    asked = parser(entry.name).parse_args([entry.name, "--quick"])
    assert asked.quick
    assert list(inspect.signature(entry.module.measure).parameters) == ["asked"]
    assert list(inspect.signature(entry.module.section).parameters) == ["found"]
    assert entry.document in report.TITLES
    assert 0 < entry.quick_minutes <= entry.minutes


def test_all_of_it_is_planned_to_end_within_the_time_that_people_wait():
    assert len({entry.name for entry in MEASUREMENTS}) == len(MEASUREMENTS)
    assert sum(entry.minutes for entry in WHOLE) <= 18
    assert sum(entry.quick_minutes for entry in WHOLE) <= 6


def test_parts_can_be_chosen_and_a_wrong_name_is_told(capsys):
    assert parser().parse_args(["all", "--only", "psi,holdings"]).only == ["psi", "holdings"]
    with pytest.raises(SystemExit):
        parser().parse_args(["all", "--only", "psy"])
    assert "no such measurement: psy" in capsys.readouterr().err


def test_the_list_names_everything(capsys):
    assert main(["list"]) == 0
    said = capsys.readouterr().out
    assert all(entry.name in said for entry in MEASUREMENTS)


def test_every_peer_has_locked_requirements_and_is_locked_again_by_the_command():
    groups = re.findall(r"^peers-([\w-]+) = ", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(groups) == sorted(peers.NAMES)
    locked = re.search(r"for peer in (.+); do", (ROOT / ".ci" / "lock").read_text(encoding="utf-8"))
    assert locked is not None
    assert sorted(locked[1].split()) == sorted(peers.NAMES)


def test_the_peers_sides_import_nothing_of_ours():
    for path in peers.HERE.glob("[a-z]*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (bench|comity)\b", text, re.MULTILINE), path.name


def ran(seconds: float, **more) -> dict:
    return {
        "correct": True, "seconds": seconds, "spread": [seconds, seconds], "cpu_seconds": seconds * 1.5,
        "peak_memory_bytes": 2e8 * seconds, "bytes": 3_000_000, **more,
    }  # fmt: skip


def sets(size: int, ours: float, theirs: float) -> dict:
    own = ran(
        ours, index_seconds=ours / 2, check_seconds=ours / 2, index_bytes=30 * size, update_seconds=ours / 50,
        single_p50_ms=7.0, single_p99_ms=12.0,
    )  # fmt: skip
    return {
        "size": size,
        "repeats": 1,
        "engines": {"Comity": own, "openmined-psi, one process": ran(theirs), "SPU RR22": ran(0.1)},
    }


def made_up(*rows: dict) -> dict:
    return {"rows": list(rows), "missing": {}, "versions": {"openmined-psi": "2.0.6"}, "few": None}


def test_results_become_documents_with_a_picture_and_honest_losses(tmp_path):
    found = made_up(sets(10_000, 1.5, 2.0), sets(100_000, 12.0, 24.0))
    results.keep("psi", found, quick=False, seconds=60, folder=tmp_path)
    results.keep("names", {"left_out": "needs data that is not there"}, quick=False, seconds=0, folder=tmp_path)
    written = report.write(folder=tmp_path, docs=tmp_path / "docs")
    assert {path.name for path in written} == {
        "benchmarks.md", "validation-names.md", "methods.md", "set-intersection.svg",
    }  # fmt: skip
    text = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "| 100,000 × 100,000, openmined-psi, one process | 24.0 | one run | 2.0 |" in text
    lost = text.partition("## Where we lose")[2].partition("##")[0]
    assert "is faster: 0.10 s beside 1.5 s with 10,000 keys; 0.10 s beside 12 s with 100,000 keys." in lost
    assert "openmined-psi" not in lost
    assert "## Not measured" in text
    assert "quick" not in text
    names = (tmp_path / "docs" / "validation-names.md").read_text(encoding="utf-8")
    assert "Left out: needs data that is not there." in names


def test_what_quick_measured_never_reaches_the_documents(tmp_path):
    results.keep("psi", made_up(sets(1_000, 1.0, 1.0)), quick=True, seconds=1, folder=tmp_path)
    for path in report.write(folder=tmp_path, docs=tmp_path / "docs"):
        assert "1,000 ×" not in path.read_text(encoding="utf-8")
    beside = report.write(quick=True, folder=tmp_path)
    assert all((tmp_path / "quick") in path.parents for path in beside)
    assert "too small to mean anything: psi" in beside[0].read_text(encoding="utf-8")


def test_a_busy_machine_is_told(tmp_path):
    results.keep("psi", made_up(sets(10_000, 1.5, 2.0)), quick=False, seconds=60, busy=0.8, folder=tmp_path)
    text = report.write(folder=tmp_path, docs=tmp_path / "docs")[0].read_text(encoding="utf-8")
    assert "busy with other work" in text
    assert "psi (80%)" in text


def test_how_busy_the_machine_is_is_a_share():
    assert 0 <= results.busy(0.05) <= 1


def test_sizes_measured_earlier_stay():
    before = made_up(sets(10_000, 1.0, 2.0), sets(100_000, 9.0, 9.0)) | {"few": {"asked": 100}}
    joined = psi.merged(before, made_up(sets(100_000, 12.0, 24.0), sets(1_000_000, 120.0, 240.0)))
    assert [row["size"] for row in joined["rows"]] == [10_000, 100_000, 1_000_000]
    assert joined["rows"][1]["engines"]["Comity"]["seconds"] == 12.0
    assert joined["few"] == {"asked": 100}


def test_engines_of_names_can_run_one_by_one():
    def told(r1: float) -> list[dict]:
        return [
            {"group": "km-latin person", "queries": 2, "candidates": 9, "r1": r1, "r_p95": r1, "pairs_per_second": 5}
        ]

    ours = {
        "whole": {"comity": told(1.0)}, "sample": {"comity": told(0.9)}, "missing": {}, "versions": {},
        "sampled": [60, 30, 1000],
    }  # fmt: skip
    theirs = {**ours, "whole": {}, "sample": {"nomenklatura": told(0.1)}, "versions": {"nomenklatura": "4"}}
    joined = names.merged(ours, theirs)
    assert list(joined["sample"]) == ["comity", "nomenklatura"]
    assert joined["whole"] == ours["whole"]
    text = names.section(joined)
    assert "| Khmer and Latin, persons | 2 | 9 |" in text
    assert not names.losses(joined)
    assert list(names.merged({**ours, "sampled": [10, 5, 100]}, theirs)["sample"]) == ["nomenklatura"]


def test_a_measurement_that_fails_does_not_lose_what_was_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.keep("psi", made_up(sets(10_000, 1.0, 2.0)), quick=False, seconds=1, folder=tmp_path)
    before = results.kept("psi", tmp_path)

    def fails(asked):
        raise results.LeftOut("the peer ended")

    monkeypatch.setattr(named("psi").module, "measure", fails)
    assert main(["psi"]) == 1
    assert "the peer ended" in capsys.readouterr().err
    assert results.kept("psi", tmp_path) == before


def test_reasons_name_no_folder_of_this_machine():
    said = results.without_places(f"{ROOT}/bench/psi.py and {ROOT.parent}/shared/data: /some/where/else.csv is missing")
    assert said == "bench/psi.py and ../shared/data: …/else.csv is missing"


def test_a_picture_refers_to_nothing_outside_and_keeps_labels_apart():
    drawn = picture.curves(
        {"a < b": [(1e4, 1.0), (1e6, 100.0)], "c": [(1e4, 1.01), (1e6, 100.5)], "empty": []},
        across="keys", up="seconds", title="Costs",
    )  # fmt: skip
    tree = ET.fromstring(drawn)  # noqa: S314 -- drawn here
    assert "href" not in drawn
    ends = [float(t.get("y")) for t in tree.iter() if t.text in {"a < b", "c"}]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) >= 18
    assert "empty" not in drawn
