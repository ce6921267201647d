import csv
import datetime as dt
import io
import random
import zipfile
from collections import Counter

import pytest
from openpyxl import Workbook

from comity.flows.columns import COLUMNS, read_columns
from comity.kernel import Limits, UnreadableFile
from comity.simulation.seizure_files import HEADER, seizure_rows

TODAY = dt.date(2026, 11, 22)
ROW = {
    "REGION": "Asia", "SUBREGION": "East and South-East Asia", "COUNTRY": "Thailand",
    "ADMINISTRATIVE_DIVISION": "Chiang Rai ",
    "PLACE": "г. Москва", "SEIZURE_DATE": "2013-05-22", "DRUG_NAME": "Methamphetamine", "AMOUNT": "1.5",
    "DRUG_UNIT": "Kilogram", "HIDING_PLACE": "Baggage", "INSTALLATION": "Airport", "TRANSPORT": "Commercial air",
    "PRODUCING_COUNTRY": "Unknown", "DEPARTURE_COUNTRY": "Lao Peoples Democratic Republic",
    "DESTINATION_COUNTRY": "Macau, SAR of China", "ROUTING": "Border - inbound",
}  # fmt: skip


def file_of(*rows, order=COLUMNS, delimiter=",", encoding="utf-8", head=""):
    text = io.StringIO()
    written = csv.writer(text, delimiter=delimiter)
    written.writerow(order)
    written.writerows([row.get(name, "") for name in order] for row in rows)
    return io.BytesIO((head + text.getvalue()).encode(encoding))


def read(file, **options):
    columns = read_columns(file, limits=options.pop("limits", Limits()), today=TODAY, **options)
    return columns, list(columns)


def told(line):
    return (
        line.country, str(line.date), line.substance and line.substance.code, line.mass and line.mass.kilograms,
        line.departure, line.destination,
    )  # fmt: skip


WHOLE = ("TH", "2013-05-22", "methamphetamine", 1.5, "LA", "MO")


def test_a_row_is_understood_and_its_words_are_kept():
    columns, (line,) = read(file_of(ROW))
    assert told(line) == WHOLE
    assert (line.hiding, line.installation, line.transport, line.routing) == (
        "baggage", "airport", "commercial-air", "border-inbound",
    )  # fmt: skip
    assert (line.producing, line.division, line.place, line.drug) == (
        None,
        "Chiang Rai",
        "г. Москва",
        "Methamphetamine",
    )
    assert dict(line.words) == ROW
    assert (columns.rows, columns.read, columns.left_out, columns.unread, columns.assumed) == (1, 1, 0, [], ())


def test_the_real_file_is_read_without_loss(shared_data):
    path = shared_data / "seizures" / "ids_asia_pacific_subset.csv"
    columns, lines = read(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [dict(line.words) for line in lines] == rows
    assert (columns.rows, columns.read, columns.left_out) == (5810, 5810, 0)
    nothing = {"", "Unknown"}
    for line, row in zip(lines, rows, strict=True):
        faults = {each.column for each in line.unread}
        kept = {
            "COUNTRY": line.country, "SEIZURE_DATE": line.date, "DRUG_NAME": line.substance,
            "AMOUNT": line.amount is not None, "DRUG_UNIT": line.unit, "HIDING_PLACE": line.hiding,
            "INSTALLATION": line.installation, "TRANSPORT": line.transport, "ROUTING": line.routing,
            "PRODUCING_COUNTRY": line.producing, "DEPARTURE_COUNTRY": line.departure,
            "DESTINATION_COUNTRY": line.destination,
        }  # fmt: skip
        for column, value in kept.items():
            assert row[column] in nothing or value or column in faults, (line.row, column)
    reasons = Counter(each.column for each in columns.unread)
    assert reasons == {"DRUG_NAME": 8, "AMOUNT": 6, "PRODUCING_COUNTRY": 1}
    assert sum(line.with_route for line in lines) == sum(
        row["DEPARTURE_COUNTRY"] not in nothing and row["DESTINATION_COUNTRY"] not in nothing for row in rows
    )
    zealand = [line for line in lines if line.country == "NZ"]
    assert len(zealand) == 1548
    assert all(line.date.month and line.date.day is None for line in zealand)


def test_rows_with_one_wrong_value_keep_the_others():
    rows, truth = seizure_rows(2000, seed=5, wrong=0.2)
    columns, lines = read(file_of(*(dict(zip(HEADER, row, strict=True)) for row in rows)))
    assert len(lines) == truth.rows
    assert sorted((each.row, each.column, each.value) for each in columns.unread) == sorted(truth.unread)
    assert len(truth.unread) > 300


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_orders_and_encodings(delimiter, encoding):
    order = list(COLUMNS)
    random.Random(delimiter + encoding).shuffle(order)
    columns, (line,) = read(file_of(ROW, order=order, delimiter=delimiter, encoding=encoding))
    assert told(line) == WHOLE
    assert columns.unread == []


@pytest.mark.parametrize(
    ("encoding", "place"),
    [("windows-1252", "Curaçao, España, São Paulo"), ("tis-620", "จังหวัดเชียงราย"), ("gb18030", "云南省西双版纳")],
)
def test_older_encodings_are_guessed_even_where_the_file_begins_plain(encoding, place):
    plain = ROW | {"PLACE": "x" * 400}
    rows = [plain] * 2_500 + [plain | {"PLACE": place}] * 50
    columns, lines = read(file_of(*rows, encoding=encoding))
    assert lines[-1].place == place
    assert [each.what.split(",")[0] for each in columns.assumed] == [f"the text is read as {encoding}"]


def test_a_title_before_the_header_and_a_line_that_names_the_separator():
    columns, (line,) = read(file_of(ROW, delimiter=";", head="sep=;\r\nSeizures of 2013;;\r\n"))
    assert told(line) == WHOLE
    assert [(each.row, each.value) for each in columns.unread] == [(2, "Seizures of 2013")]


def test_other_words_for_columns_and_one_that_is_not_known():
    file = file_of(
        {"Country": "TH", "date": "2013-05-22", "Drug Name": "Yaba", "Quantity": "5", "unit": "kg", "Mood": "good",
         "Seizure ID": "A-1", "Transit": "Laos; Thailand"},
        order=("Mood", "unit", "Quantity", "Drug Name", "Country", "date", "Seizure ID", "Transit"),
    )  # fmt: skip
    columns, (line,) = read(file)
    assert (line.country, line.mass.kilograms, line.form, line.reference) == ("TH", 5, "tablet", "A-1")
    assert line.transit == ("LA", "TH")
    assert (line.words["Quantity"], line.words["AMOUNT"], len(line.words)) == ("5", "5", 8)
    assert [(each.row, each.column) for each in columns.unread] == [(1, "Mood")]


def test_decimal_commas_and_years_of_the_buddhist_era():
    rows = [ROW | {"AMOUNT": "1,5", "SEIZURE_DATE": "22/05/2556"}, ROW | {"AMOUNT": "1.250,75", "DRUG_UNIT": "g"}]
    columns, lines = read(file_of(*rows, delimiter=";"))
    assert told(lines[0]) == WHOLE
    assert lines[1].mass.kilograms == 1.25075
    assert [each.what for each in columns.assumed] == ["year 2556 of the Buddhist era is 2013"]


def test_a_unit_beside_the_amount_counts_where_the_row_names_none_or_the_same():
    rows = [ROW | {"AMOUNT": "1500 g", "DRUG_UNIT": ""}, ROW | {"AMOUNT": "1.5 kg"}, ROW | {"AMOUNT": "1.5 g"}]
    columns, lines = read(file_of(*rows))
    assert [line.mass and line.mass.kilograms for line in lines] == [1.5, 1.5, None]
    assert [(each.row, each.column) for each in columns.unread] == [(4, "AMOUNT")]


def test_rows_that_give_nothing_are_left_out_and_counted():
    file = file_of(ROW, {}, {"COUNTRY": "Atlantis", "DRUG_NAME": "zzz", "SEIZURE_DATE": "soon"}, {"REGION": "Asia"})
    file = io.BytesIO(file.getvalue() + b'a,b,"x"y,\r\n' + b",".join([b"x"] * 30) + b"\r\n")
    columns, lines = read(file)
    assert (columns.rows, columns.read, columns.left_out, len(lines)) == (6, 1, 5, 1)
    whole = [each for each in columns.unread if not each.column]
    assert [each.row for each in whole] == [3, 4, 5, 6, 7]
    assert "Atlantis" in whole[1].value
    assert "under 16 columns" in whole[4].reason


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "?", "…", "Unknown", "UNKNOWN ", "n/a", "N.A.", "not known", "ไม่ทราบ"]
)
def test_what_says_that_nothing_is_known_is_understood(text):
    said = ROW | dict.fromkeys(("DRUG_UNIT", "AMOUNT", "TRANSPORT", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY"), text)
    columns, (line,) = read(file_of(said))
    assert columns.unread == []
    assert (line.amount, line.unit, line.transport, line.departure) == (None, None, None, None)


@pytest.mark.parametrize("text", ["@#$%", "\N{SLIGHTLY SMILING FACE}", "x"])
def test_what_is_neither_is_listed(text):
    columns, _ = read(file_of(ROW | {"TRANSPORT": text}))
    assert [(each.column, each.value) for each in columns.unread] == [("TRANSPORT", text)]


def test_signs_that_nobody_sees_do_not_matter():
    seen = ROW | {
        "COUNTRY": "Thai\u200bland",
        "DRUG_NAME": "\u202aMethamphetamine\u202c",
        "DRUG_UNIT": "Kilo\u00adgram",
    }
    columns, (line,) = read(file_of(seen))
    assert told(line) == WHOLE
    assert columns.unread == []


def test_a_short_row_is_read_as_far_as_it_goes():
    file = io.BytesIO(file_of(ROW).getvalue() + b"Asia,,Thailand,,,2013-05-22,Heroin,2,Kilogram\r\n")
    columns, lines = read(file)
    assert told(lines[1]) == ("TH", "2013-05-22", "heroin", 2.0, None, None)
    assert [(each.row, each.column) for each in columns.unread] == [(3, "HIDING_PLACE")]


@pytest.mark.parametrize(("amount", "unit"), [("1e11", "Kilogram"), ("200000", "Ton"), ("1e300", "Gram")])
def test_sizes_that_no_seizure_has_are_not_counted(amount, unit):
    columns, (line,) = read(file_of(ROW | {"AMOUNT": amount, "DRUG_UNIT": unit}))
    assert (line.amount, line.mass, len(columns.unread)) == (None, None, 1)
    assert line.country == "TH"


def workbook(*rows, formula=None):
    made = Workbook()
    sheet = made.active
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([row.get(name) for name in COLUMNS])
    if formula:
        sheet[formula[0]] = formula[1]
    other = made.create_sheet("Notes")
    other.append(["nothing", "here"])
    stream = io.BytesIO()
    made.save(stream)
    stream.seek(0)
    return stream


def test_a_workbook_has_the_same_columns():
    row = ROW | {"SEIZURE_DATE": dt.datetime(2013, 5, 22), "AMOUNT": 1.5}
    serial = ROW | {"SEIZURE_DATE": 41416, "AMOUNT": 1500, "DRUG_UNIT": "Gram"}
    ends_early = row | {"DESTINATION_COUNTRY": None, "ROUTING": None}
    columns, lines = read(workbook(row, serial, ends_early))
    assert [told(line) for line in lines] == [WHOLE, WHOLE, ("TH", "2013-05-22", "methamphetamine", 1.5, "LA", None)]
    assert [(each.sheet, each.value) for each in columns.unread] == [("Notes", "Notes")]


def test_a_formula_without_a_result_is_not_read():
    columns, (line,) = read(workbook(ROW, formula=("H2", "=1+1")))
    assert line.amount is None
    assert line.country == "TH"
    assert ("AMOUNT", 2) in [(each.column, each.row) for each in columns.unread]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b"a,b,c\n1,2,3\n", "no row names"), (b"{}", "no table"), (b"<x/>", "no table"),
        (b"PK\x03\x04xl/ and no more", "no whole workbook"), (b"\x1f\x8b" + bytes(40), "gzip"),
        (",".join(COLUMNS).encode() + b'\n"open', "never closed"),
        (",".join(COLUMNS).encode() + b"\nAsia\x00,\n", "NUL"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(data, reason):
    with pytest.raises(UnreadableFile) as error:
        read(io.BytesIO(data), name="x.csv")
    assert reason in str(error.value)


def test_too_many_rows_and_bombs_are_refused():
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        read(file_of(*[ROW] * 40), limits=Limits(rows_per_file=10))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    with pytest.raises(UnreadableFile, match=r"MiB once unpacked|suspiciously"):
        read(bomb, name="x.xlsx")
