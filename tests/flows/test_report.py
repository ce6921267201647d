import csv
import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from comity.engines import open_engine
from comity.flows.columns import read_columns
from comity.flows.report import AMOUNTS, FLOWS, TOTALS, UNREAD, write_report
from comity.kernel import Limits
from comity.simulation.seizure_files import seizure_rows, write_seizures

TODAY = dt.date(2026, 11, 22)
HEAD = "COUNTRY,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT,DEPARTURE_COUNTRY,DESTINATION_COUNTRY\n"


def reported(file, folder):
    columns = read_columns(file, limits=Limits(), today=TODAY)
    with open_engine() as engine:
        return write_report(columns, engine, folder)


def table(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    rows, truth = seizure_rows(3000, seed=11, wrong=0.05)
    write_seizures(folder / "seizures.csv", rows)
    return folder, truth, reported(folder / "seizures.csv", folder)


def test_totals_are_what_a_careful_person_adds_up(made):
    folder, truth, summary = made
    totals = table(folder, "totals.csv")
    assert tuple(totals[0]) == TOTALS
    found = {(row["country"], row["year"], row["drug"]): row for row in totals}
    assert {key: int(row["seizures"]) for key, row in found.items()} == truth.seizures
    for key, row in found.items():
        assert float(row["kilograms"]) == pytest.approx(truth.kilograms[key], abs=1e-9)
    assert (summary.rows, summary.read, summary.unread) == (3000, 3000, 0)


def test_flows_have_shares_of_the_known_routes_with_bounds(made):
    folder, truth, summary = made
    flows = table(folder, "flows.csv")
    assert tuple(flows[0]) == FLOWS
    assert {(row["departure"], row["destination"]): int(row["relations"]) for row in flows} == truth.flows
    assert summary.with_route == sum(truth.flows.values())
    for row in flows:
        low, share, high = (float(row[name]) for name in ("share_low", "share", "share_high"))
        assert share == pytest.approx(int(row["relations"]) / summary.with_route, abs=1e-6)
        assert 0 <= low <= share <= high <= 1


def test_everything_unread_is_listed(made):
    folder, truth, summary = made
    unread = table(folder, "unread.csv")
    assert tuple(unread[0]) == UNREAD
    values = [(int(row["row"]), row["column"], row["value"].removeprefix("'")) for row in unread]
    assert sorted(values) == sorted(truth.unread)
    assert all(row["reason"] for row in unread)
    assert summary.values == len(truth.unread)


def test_amounts_stand_in_their_own_units_and_estimates_are_marked(made):
    folder, _, summary = made
    amounts = table(folder, "amounts.csv")
    assert tuple(amounts[0]) == AMOUNTS
    by_unit = {row["unit"]: row for row in amounts if row["drug"] == "Methamphetamine"}
    assert (by_unit["Gram"]["imputed"], by_unit["Tablet"]["imputed"]) == ("no", "yes")
    tablets = by_unit["Tablet"]
    assert float(tablets["kilograms_low"]) < float(tablets["kilograms"]) < float(tablets["kilograms_high"])
    assert "90 mg" in tablets["source"]
    assert summary.estimated > 0
    assert {row["amount"] for row in amounts if not row["unit"]} == {""}
    weighed = sum(float(row["kilograms"]) for row in amounts if row["imputed"] == "no")
    assert weighed == pytest.approx(sum(float(row["kilograms"]) for row in table(folder, "totals.csv")))


def test_the_map_is_a_picture_that_refers_to_nothing_outside(made):
    folder, _, _ = made
    svg = (folder / "map.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    ET.fromstring(svg)  # noqa: S314 -- our own
    outside = re.findall(r"""(?:href|src)\s*=\s*["'](?!#)|url\((?!#)|@import|<script|<image|<foreignObject""", svg)
    assert outside == []
    assert set(re.findall(r"https?://[^\s\"'<]+", svg)) <= {"http://www.w3.org/2000/svg"}


def test_the_same_file_gives_the_same_report(made, tmp_path):
    folder, _, _ = made
    reported(folder / "seizures.csv", tmp_path)
    for name in ("totals.csv", "flows.csv", "amounts.csv", "unread.csv", "map.svg"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_published_rows_add_up_to_what_adding_them_by_hand_gives(shared_data, tmp_path):
    path = shared_data / "seizures" / "ids_asia_pacific_subset.csv"
    reported(path, tmp_path)
    masses = {"Gram": 0.001, "Kilogram": 1, "Ton": 1000, "Milligram": 1e-6, "Viss": 1.63293, "Block (350gr)": 0.35}
    weights, seizures = Counter(), Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["SEIZURE_DATE"][:4], row["DRUG_NAME"])
            seizures[key] += 1
            weights[key] += float(row["AMOUNT"]) * masses.get(row["DRUG_UNIT"], 0)
    told, counted = Counter(), Counter()
    for row in table(tmp_path, "totals.csv"):
        told[row["year"], row["drug"]] += float(row["kilograms"])
        counted[row["year"], row["drug"]] += int(row["seizures"])
    other = {("2012", "Dextropoxyphene"), ("2014", "Unknown")}  # a slip of spelling, and what is not known
    same = seizures.keys() - other
    assert {key: counted[key] for key in same} == {key: seizures[key] for key in same}
    assert all(told[key] == pytest.approx(weights[key], abs=1e-6) for key in same)
    assert sum(counted.values()) == sum(seizures.values()) == 5810


def test_what_is_not_known_stands_under_its_own_words_or_under_none(tmp_path):
    rows = ("TH,2013,Karcidone,2,Kilogram,,", "TH,2013,=Zed,1,Kilogram,,", "TH,2013,Unknown,1,Tablet,,",
            "Narnia,soon,Heroin,3,Gram,TH,TH")  # fmt: skip
    reported(io.BytesIO((HEAD + "\n".join(rows)).encode()), tmp_path)
    assert [tuple(row.values()) for row in table(tmp_path, "totals.csv")] == [
        ("", "", "Heroin", "0.003", "1"), ("TH", "2013", "", "0", "1"), ("TH", "2013", "'=Zed", "1", "1"),
        ("TH", "2013", "Karcidone", "2", "1"),
    ]  # fmt: skip
    assert [tuple(row.values())[:4] for row in table(tmp_path, "flows.csv")] == [("TH", "TH", "1", "0.003")]


def test_rows_of_one_reference_are_one_seizure(tmp_path):
    head = "SEIZURE_ID," + HEAD
    text = (
        head + "A,TH,2013,Heroin,2,Kilogram,MM,TH\nA,TH,2013,Heroin,3,Kilogram,MM,TH\nB,TH,2013,Heroin,1,Kilogram,,\n"
    )
    summary = reported(io.BytesIO(text.encode()), tmp_path)
    (row,) = table(tmp_path, "totals.csv")
    assert (row["kilograms"], row["seizures"]) == ("6", "2")
    (flow,) = table(tmp_path, "flows.csv")
    assert (flow["relations"], flow["kilograms"], summary.with_route) == ("1", "5", 2)


def test_a_file_without_any_route_has_an_empty_table_and_a_map_that_says_so(tmp_path):
    summary = reported(io.BytesIO((HEAD + "TH,2013,Heroin,2,Kilogram,,\n").encode()), tmp_path)
    assert table(tmp_path, "flows.csv") == []
    assert summary.with_route == 0
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")
