"""Files of seizures: read without loss, imported whole or not at all, the same rows once, undone as a whole."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from openpyxl import Workbook

from comity.flows.columns import COLUMNS
from comity.flows.records import COLUMNS as TABLE
from comity.kernel import Conflicting, Missing, Refused, UnreadableFile
from comity.node.holdings import files
from comity.node.permissions import Role
from comity.node.seizures import intake_storing, intakes, jobs, operations, queries, undoing
from comity.node.seizures.models import Good, Intake, IntakeState, Seizure
from tests.node.seizures.seizing import GIVEN, grounds, jpeg

pytestmark = pytest.mark.django_db
ROWS = (
    ("Asia", "South-East Asia", "Cambodia", "Phnom Penh", "Airport gate", "2015-03-04", "Methamphetamine", "1.5",
     "Kilogram", "Luggage", "Airport", "Commercial air", "Unknown", "Lao People's Democratic Republic", "Australia",
     "Border - outbound"),
    ("Asia", "South-East Asia", "Cambodia", "Atlantis", "Rest house", "2015-03", "Blue dust", "200", "Tablets", "", "",
     "", "Myanmar", "", "Narnia", ""),
    ("Asia", "", "Viet Nam", "", "Ha Noi", "2016-01-05", "Heroin", "2 or 3", "Kilogram", "", "", "", "", "", "", ""),
    ("", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip


def csv_of(rows=ROWS, columns=COLUMNS):
    lines = [",".join(columns), *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return io.BytesIO("\n".join(lines).encode())


def take(actor, file=None, **said):
    return operations.import_file(
        actor=actor, file=file or csv_of(), grounds=grounds(case_id=actor.case_id, **said), name="ids.csv"
    )


def test_a_file_is_read_without_loss(at_work):
    made = take(at_work)
    assert (made.state, made.rows, made.read, made.new, made.known, made.left_out) == (IntakeState.DONE, 4, 3, 3, 0, 1)
    first, second, third = Seizure.objects.order_by("date_from")
    assert (first.date, first.country, first.province, first.place) == ("2015-03", "KH", "", "Rest house")
    assert (second.date, second.province, second.place_kind, second.transport, second.routing) == (
        "2015-03-04", "KH-12", "airport", "commercial-air", "border-outbound",
    )  # fmt: skip
    assert third.country == "VN"
    assert second.as_written == dict(zip(COLUMNS, ROWS[0], strict=True))
    assert [(p.role, p.country, p.words, p.confidence) for p in second.points.all()] == [
        ("departure", "LA", "Lao People's Democratic Republic", "B2"), ("destination", "AU", "Australia", "B2"),
    ]  # fmt: skip
    dust = first.goods.get()
    assert (dust.words, dust.substance, dust.unit, dust.kilograms, dust.imputed) == (
        "Blue dust",
        "",
        "tablet",
        None,
        False,
    )
    told = {(each.row, each.column, each.value) for each in made.faults.all()}
    assert {(3, "ADMINISTRATIVE_DIVISION", "Atlantis"), (3, "DRUG_NAME", "Blue dust"),
            (3, "DESTINATION_COUNTRY", "Narnia"), (4, "AMOUNT", "2 or 3")} <= told  # fmt: skip
    assert made.faults.filter(left_out=True).count() == 1
    assert (made.with_route, made.unread) == (1, len(told) - 1)


def test_the_same_file_twice_proposes_nothing_new(at_work):
    take(at_work)
    with_more = (*reversed(ROWS[:3]), (*ROWS[0][:4], "Another gate", *ROWS[0][5:]))
    again = take(at_work)
    assert (again.new, again.known, Seizure.objects.count()) == (0, 3, 3)
    more = take(at_work, csv_of(with_more))
    assert (more.new, more.known, Seizure.objects.count()) == (1, 3, 4)


def test_rows_alike_in_one_file_are_as_many_seizures(at_work):
    assert take(at_work, csv_of([ROWS[0]] * 3)).new == 3
    assert take(at_work, csv_of([ROWS[0]] * 4)).new == 1


def test_rows_of_one_reference_are_one_seizure(at_work):
    columns = (*COLUMNS, "REFERENCE")
    other = (*ROWS[0][:6], "Heroin", "2", *ROWS[0][8:])
    rows = [(*ROWS[0], "KH-7"), (*ROWS[2], "VN-1"), (*other, "KH-7"), (*ROWS[1], "KH-7")]
    made = take(at_work, csv_of(rows, columns))
    assert made.new == 3
    joined = Seizure.objects.get(goods__substance="heroin", country="KH")
    assert [good.substance for good in joined.goods.all()] == ["methamphetamine", "heroin"]
    assert joined.goods.last().as_written["REFERENCE"] == "KH-7"
    assert joined.points.count() == 2


def test_a_workbook_reads_alike(at_work):
    book = Workbook()
    book.active.append(list(COLUMNS))
    for row in ROWS:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    take(at_work)
    assert take(at_work, stream).known == 3


def test_nothing_stands_before_all_of_it_does(at_work, monkeypatch):
    monkeypatch.setattr(intake_storing, "BATCH", 1)
    seen = []
    made = intakes.receive_file(actor=at_work, file=csv_of(), grounds=grounds(case_id=at_work.case_id), name="ids.csv")
    intakes.check_intake(actor=at_work, intake_id=made.id)
    assert (Intake.objects.get().state, Intake.objects.get().new, Seizure.every.count()) == ("checked", 3, 0)

    def progress(_done, _total):
        seen.append((Seizure.every.count(), Seizure.objects.count(), len(list(queries.lines()))))
        if len(seen) == 2:
            raise OSError("the disk")

    with pytest.raises(OSError, match="disk"):
        intakes.run_intake(actor=at_work, intake_id=made.id, progress=progress)
    assert seen == [(1, 0, 0), (2, 0, 0)]
    assert Intake.objects.get().state == IntakeState.FAILED
    with pytest.raises(Conflicting) as told:
        take(at_work)
    assert told.value.code == "seizures.intake.both"
    done = intakes.run_intake(actor=at_work, intake_id=made.id)
    assert (done.state, done.new, Seizure.objects.count()) == (IntakeState.DONE, 3, 3)
    assert not files.is_kept(made.id)


def test_an_import_is_undone_as_a_whole_and_can_come_again(at_work):
    before = queries.revision()
    made = take(at_work)
    other = operations.record_seizure(actor=at_work, given=GIVEN, grounds=grounds(case_id=at_work.case_id))
    assert operations.undo_intake(actor=at_work, intake_id=made.id) == 3
    made.refresh_from_db()
    assert (made.state, made.faults.count() > 0) == (IntakeState.UNDONE, True)
    assert list(Seizure.every.all()) == [other]
    assert queries.revision() > before + 2
    with pytest.raises(Conflicting):
        operations.undo_intake(actor=at_work, intake_id=made.id)
    assert take(at_work).new == 3


def test_many_are_erased_by_the_worker_and_stand_no_more_at_once(at_work, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 1)
    made = take(at_work)
    operations.undo_intake(actor=at_work, intake_id=made.id)
    assert (Seizure.objects.count(), Seizure.every.count()) == (0, 3)
    assert undoing.tend() == 3
    made.refresh_from_db()
    assert (made.state, Seizure.every.count(), Good.objects.count()) == (IntakeState.UNDONE, 0, 0)


def test_what_people_worked_on_is_not_undone(at_work):
    made = take(at_work)
    operations.add_photo(actor=at_work, seizure_id=Seizure.objects.first().id, file=io.BytesIO(jpeg()))
    with pytest.raises(Conflicting) as told:
        operations.undo_intake(actor=at_work, intake_id=made.id)
    assert told.value.code == "seizures.intake.worked-on"
    assert Seizure.objects.count() == 3


def test_the_worker_reads_and_imports(at_work):
    made = operations.hand_in(actor=at_work, file=csv_of(), grounds=grounds(case_id=at_work.case_id), name="ids.csv")
    who = jobs._who(at_work)
    jobs.check_file.func(made.id, who)
    operations.leave_intake(actor=at_work, intake_id=made.id)
    jobs.run_file.func(made.id, who)
    made.refresh_from_db()
    assert (made.state, made.new) == (IntakeState.DONE, 3)
    bad = operations.hand_in(
        actor=at_work, file=io.BytesIO(b"a,b\n1,2\n"), grounds=grounds(case_id=at_work.case_id), name="x.csv"
    )
    jobs.check_file.func(bad.id, who)
    bad.refresh_from_db()
    assert (bad.state, "header" in bad.error or "columns" in bad.error) == (IntakeState.FAILED, True)


def test_an_intake_whose_worker_is_gone_is_told(at_work, clock):
    made = intakes.receive_file(actor=at_work, file=csv_of(), grounds=grounds(case_id=at_work.case_id), name="ids.csv")
    clock.advance(timedelta(minutes=11))
    undoing.tend()
    made.refresh_from_db()
    assert (made.state, made.error) == (IntakeState.FAILED, undoing.BROKEN_OFF)


def test_who_may_import(at_work, person, working, analyst):
    assert take(analyst).new == 3
    stranger = working(person(Role.OFFICER, "other"), member=False)
    with pytest.raises(Refused):
        take(stranger)
    with pytest.raises(Missing):
        queries.faults(stranger, Intake.objects.get().id)
    assert queries.faults(analyst, Intake.objects.get().id).count > 0
    with pytest.raises(UnreadableFile):
        take(at_work, io.BytesIO(b""))


def test_lines_have_the_columns_of_the_table(at_work, analyst):
    take(at_work)
    operations.record_seizure(actor=at_work, given=GIVEN, grounds=grounds(case_id=at_work.case_id))
    rows = [dict(zip(TABLE, row, strict=True)) for row in queries.lines()]
    assert len(rows) == 6
    kinds = {"string": str, "int64": int, "float64": float, "boolean": bool}
    for row in rows:
        assert all(value is None or type(value) is kinds[TABLE[name]] for name, value in row.items())
    by_hand = [row for row in rows if row["producing"] == "MM" and row["transit"]]
    assert [(r["good"], r["kind"], r["transit"], r["departure"], r["destination"]) for r in by_hand] == [
        (1, "drug", "TH;KH", "LA", "AU"), (2, "drug", "TH;KH", "LA", "AU"), (3, "cash", "TH;KH", "LA", "AU"),
    ]  # fmt: skip
    month = next(row for row in rows if row["drug"] is None and row["kind"] == "drug")
    assert (month["year"], month["month"], month["day"], month["kilograms"]) == (2015, 3, None, None)
    assert {row["drug_group"] for row in rows} == {"amphetamine-type", "opioids", None}


def test_the_published_file_is_kept_cell_by_cell(at_work, shared_data):
    path = shared_data / "seizures" / "ids_asia_pacific_subset.csv"
    made = operations.import_file(actor=at_work, file=path, grounds=grounds(case_id=at_work.case_id))
    assert (made.rows, made.read, made.new, made.left_out) == (5810, 5810, 5810, 0)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = Counter(frozenset((k, v.strip()) for k, v in row.items() if v.strip()) for row in csv.DictReader(file))
    kept = Counter(frozenset(written.items()) for written in Seizure.objects.values_list("as_written", flat=True))
    assert kept == rows
    known = Seizure.objects.exclude(province="").count()
    assert known > 4000
    assert sum(1 for _ in queries.lines()) == 5810
