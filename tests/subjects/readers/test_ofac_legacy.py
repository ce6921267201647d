import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

EMPTY = "-0- "


def row(number="1", name='"TESTER, Sok"', kind='"individual"', remarks=EMPTY, **columns):
    given_columns = {"program": '"TEST"', "title": EMPTY, "call": EMPTY, "type": EMPTY, "dwt": EMPTY, "grt": EMPTY}
    given_columns |= {"flag": EMPTY, "owner": EMPTY} | columns
    return ",".join([number, name, kind, *given_columns.values(), remarks]) + "\r\n"


def reading(content, **options):
    data = content if isinstance(content, bytes) else content.encode()
    made = read(io.BytesIO(data), limits=options.pop("limits", Limits()), **options)
    return made, list(made)


def said(remarks, **columns):
    made, (subject,) = reading(row(remarks=f'"{remarks}"', **columns) + "\x1a")
    return made, subject


def folder(tmp_path, sdn, alt="", add="", comments=""):
    for name, text in (("SDN.CSV", sdn), ("alt.csv", alt), ("add.csv", add), ("sdn_comments.csv", comments)):
        if text:
            (tmp_path / name).write_text(text + "\x1a", encoding="utf-8", newline="")
    return tmp_path


def by_other_means(shared_data, file):
    text = (shared_data / "ofac" / file).read_text(encoding="ascii")
    return [cells for cells in csv.reader(text.splitlines()) if len(cells) > 1]


def test_every_row_of_the_published_list_is_read(shared_data):
    made = read(shared_data / "ofac", limits=Limits())
    subjects = list(made)
    assert made.format.name == "ofac"
    assert (made.rows, made.read, made.left_out) == (8976, 8976, 0)
    assert Counter(s.schema for s in subjects) == {
        Schema.PERSON: 4620, Schema.ORGANIZATION: 3673, Schema.VESSEL: 406, Schema.VEHICLE: 277
    }  # fmt: skip
    assert made.warnings < 80
    assert all(s.get("name") and s.get("program") for s in subjects)


def test_what_the_published_list_says_arrives(shared_data):
    subjects = {s.id: s for s in read(shared_data / "ofac", limits=Limits())}
    rows = by_other_means(shared_data, "sdn.csv")
    for cells in rows:
        pieces = cells[11].removesuffix(".").split("; ")
        subject = subjects[cells[0]]
        born = [p for p in pieces if p.startswith(("DOB ", "alt. DOB "))]
        assert bool(born) == bool(subject.get("birthDate"))
        assert len({v.original for v in subject.values if v.property == "birthDate"}) == len(
            {p.split("DOB ")[1] for p in born}
        )
        assert ("Gender Male" in pieces) == (subject.get("gender") == ("male",))
        kept = " ".join(v.original for v in subject.values)
        assert all(word in kept for word in " ".join(pieces).split() if len(word) > 6 and word.isdigit())
    aliases = Counter(cells[0] for cells in by_other_means(shared_data, "alt.csv"))
    assert sum(aliases.values()) == 11910
    for number, subject in subjects.items():
        found = [v for v in subject.values if v.property in {"alias", "previousName"} and "remarks" not in v.note]
        assert len(found) <= aliases[number]
        assert bool(found) == bool(aliases[number])


def test_a_row_becomes_a_subject_with_its_name_in_the_usual_order():
    _, (subject,) = reading(row(title='"Minister"', program='"SDGT] [IRAN"', name='"TESTER VAN, Sok Dara, Jr."'))
    assert (subject.id, subject.schema) == ("1", Schema.PERSON)
    assert subject.get("name") == ("Sok Dara TESTER VAN Jr.",)
    assert (subject.get("firstName"), subject.get("lastName")) == (("Sok Dara",), ("TESTER VAN",))
    assert subject.get("program") == ("SDGT", "IRAN")
    assert [v.original for v in subject.values if v.property == "name"] == ["TESTER VAN, Sok Dara, Jr."]


@pytest.mark.parametrize(
    ("remarks", "dates"),
    [
        ("DOB 01 Feb 1966.", ("1966-02-01",)),
        ("DOB 1966; alt. DOB Feb 1967", ("1966", "1967-02")),
        ("DOB circa 1966", ("circa 1966",)),
        ("DOB 1966 to 1968", ("1966", "1967", "1968")),
        ("DOB 01 Jan 1966 to 31 Dec 1966", ("1966",)),
        ("DOB circa 1979-1980", ("circa 1979", "circa 1980")),
        ("DOB 1930 to 1968", ("1930", "1968")),
    ],
)
def test_dates_of_birth_in_the_remarks(remarks, dates):
    made, subject = said(remarks)
    assert subject.get("birthDate") == dates
    assert made.warnings == 1  # alt.csv and add.csv are not there: see below


def test_a_date_that_is_none_is_reported_and_its_words_stay():
    made, subject = said("DOB 31 Feb 1966")
    assert subject.get("birthDate") == ()
    assert subject.get("notes") == ("Date of birth: 31 Feb 1966",)
    assert "birthDate" in [f.field for f in made.faults]


@pytest.mark.parametrize(
    ("remarks", "prop", "value", "country"),
    [
        ("Passport A1234567 (Thailand) issued 01 Jan 2001 expires 01 Jan 2011", "passportNumber", "A1234567", "TH"),
        ("alt. Passport Q081061", "passportNumber", "Q081061", ""),
        ("Diplomatic Passport 008827 (Korea, North)", "passportNumber", "008827", "KP"),
        ("National ID No. 12/OuKaMa(N)123456 (Burma)", "idNumber", "12/UKAMA(N)123456", "MM"),
        ("Cedula No. 16247821 (Colombia)", "idNumber", "16247821", "CO"),
        ("SSN 523-33-8386 (United States)", "socialSecurityNumber", "523338386", "US"),
        ("NIT # 800146749-7 (Colombia)", "taxNumber", "8001467497", "CO"),
        ("Registration Number 02696754 (United Kingdom)", "registrationNumber", "02696754", "GB"),
        ("Digital Currency Address - XBT 1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "publicKey", None, ""),
        ("nationality Korea, North", "nationality", "KP", ""),
        ("citizen Burma", "citizenship", "MM", ""),
        ("Gender Female", "gender", "female", ""),
        ("a.k.a. 'JOHNNY 40'", "weakAlias", "JOHNNY 40", ""),
        ("POB Vientiane, Laos", "birthCountry", "LA", ""),
        ("Linked To: SOME COMPANY, LTD", "notes", "Linked To: SOME COMPANY, LTD", ""),
    ],
)
def test_each_piece_of_the_remarks_finds_its_property(remarks, prop, value, country):
    _, subject = said(remarks)
    found = [v for v in subject.values if v.property == prop]
    assert len(found) == 1
    assert value is None or (found[0].value, found[0].country) == (value, country)


def test_documents_keep_what_else_is_said_of_them():
    _, subject = said("alt. Passport A1234567 (Thailand) expires 01 Jan 2011")
    (passport,) = [v for v in subject.values if v.property == "passportNumber"]
    assert passport.original == "A1234567 (Thailand) expires 01 Jan 2011"
    assert passport.note.startswith("alternative; Passport; expires 01 Jan 2011")


def test_vessels_and_aircraft_have_their_own_columns():
    _, (vessel,) = reading(
        row(kind='"vessel"', name='"TEST STAR"', flag='"Mongolia"', dwt='"640"', owner='"A Co."', call='"T2EU4"',
            type='"Tug"', remarks='"Vessel Registration Identification IMO 9074729; MMSI 572469210"')
    )  # fmt: skip
    assert vessel.schema is Schema.VESSEL
    assert vessel.as_mapping() == {
        "name": ("TEST STAR",), "program": ("TEST",), "callSign": ("T2EU4",), "type": ("Tug",),
        "deadweightTonnage": ("640",), "owner": ("A Co.",), "flag": ("MN",), "imoNumber": ("9074729",),
        "mmsi": ("572469210",),
    }  # fmt: skip
    _, (aircraft,) = reading(row(kind='"aircraft"', remarks='"Aircraft Tail Number N200VR; Aircraft Model IL76"'))
    assert aircraft.schema is Schema.VEHICLE
    assert (aircraft.get("registrationNumber"), aircraft.get("model")) == (("N200VR",), ("IL76",))


def test_aliases_and_addresses_come_from_the_other_files(tmp_path):
    files = folder(
        tmp_path, row(),
        alt='1,9,"aka","OTHER, Name",-0- \r\n1,10,"fka","OLDER",-0- \r\n7,11,"aka","NOBODY",-0- \r\n1,2\r\n'
        '1,12,"aka","X",-0- \r\n',
        add='1,3,"Street 1","Phnom Penh","Cambodia",-0- \r\n1,4,-0- ,-0- ,"undetermined",-0- \r\n',
    )  # fmt: skip
    made = read(files, limits=Limits())
    (subject,) = made
    assert (subject.get("alias"), subject.get("previousName")) == (("Name OTHER", "X"), ("OLDER",))
    assert subject.get("address") == ("Street 1, Phnom Penh, Cambodia",)
    assert subject.get("country") == ("KH",)
    assert [(f.line, f.field, f.value) for f in made.faults] == [(4, "alt.csv", "1"), (3, "alt.csv", "7")]


def test_a_folder_kept_as_one_file_is_read_again_as_the_same(tmp_path):
    first = read(folder(tmp_path, row(), alt='1,9,"aka","OTHER, Name",-0- \r\n'), limits=Limits())
    kept = first.source.rewound().read()
    again, subjects = reading(kept)
    assert (again.source.sha256, again.format.name) == (first.source.sha256, "ofac")
    assert subjects == list(first)
    for cut in range(len(kept) - 2, 0, -7):
        with pytest.raises(UnreadableFile):
            reading(kept[:cut], format="ofac")


def test_missing_files_are_reported():
    made, _ = reading(row())
    assert [(f.line, f.field) for f in made.faults] == [(1, "sdn.csv")]
    assert "aliases and addresses" in made.faults[0].reason


def test_rows_of_another_width_or_type_are_reported():
    made, subjects = reading(row("1") + "2,short\r\n" + row("3", kind='"spaceship"') + row("1"))
    assert [(s.id, s.schema) for s in subjects] == [("1", Schema.PERSON), ("3", Schema.UNKNOWN)]
    assert (made.rows, made.read, made.left_out) == (4, 2, 2)


def test_an_older_encoding_is_read_and_said():
    made, (subject,) = reading(row(name='"PEÑA, José"').encode("windows-1252"))
    assert (made.encoding, subject.get("name")) == ("windows-1252", ("José PEÑA",))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (row() + '2,"CUT', "no whole table"),
        (row() + "2,x", "incomplete"),
        (row() + "2\x00" + row(), "NUL byte"),
        (row() + "x" * 1_100_000, "endless line"),
        (row().encode() + b"2,\x81\xff,", "neither in UTF-8"),
        (b"comity-folder/1\nsdn.csv 99999\n1,", "no whole bundle"),
        (b"comity-folder/1\nsdn.csv 0\n", "no rows"),
        (b"comity-folder/1\nsdn.csv 0\npasswd.csv 0\n", "no whole bundle"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_whole(content, words):
    with pytest.raises(UnreadableFile, match=words):
        reading(content)


def test_a_folder_without_the_list_or_with_links_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"no sdn\.csv"):
        read(tmp_path, limits=Limits())
    (tmp_path / "sdn.csv").symlink_to("/etc/hostname")
    with pytest.raises(UnreadableFile, match="no plain file"):
        read(tmp_path, limits=Limits())


def test_limits_hold(tmp_path):
    with pytest.raises(UnreadableFile, match="more than 1 rows"):
        reading(row("1") + row("2"), limits=Limits(rows_per_file=1))
    with pytest.raises(UnreadableFile, match="MiB together"):
        read(folder(tmp_path, row()), limits=Limits(file_bytes=10))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters='"\x00\r\n'), max_size=80))
def test_whatever_the_remarks_are_the_row_is_read_and_nothing_is_invented(remarks):
    made, subjects = reading(row(remarks=f'"{remarks}"'))
    assert (made.rows, made.read, made.left_out) == (1, 1, 0)
    assert all(v.original for v in subjects[0].values)


LONG = "DOB 1970; " + "x" * 950 + "; Linked To: SOMEBODY; Passport N12"


def test_remarks_go_on_in_the_file_of_comments(tmp_path):
    remarks = LONG.ljust(1000, "3")
    made = read(
        folder(tmp_path, row(remarks=f'"{remarks}"'), '1,1,"aka","A","-0-"\r\n', '1,1,"S","C","K","-0-"\r\n',
               '1,"45 (Cambodia); POB Takeo, Cambodia."\r\n'),
        limits=Limits(),
    )  # fmt: skip
    (subject,) = made
    number = remarks.rpartition("Passport ")[2] + "45"
    assert [(v.value, v.country) for v in subject.values if v.property == "passportNumber"] == [(number, "KH")]
    assert (subject.get("birthDate"), subject.get("birthPlace")) == (("1970",), ("Takeo, Cambodia",))
    assert made.warnings == 1  # the country of the address


def test_a_remark_that_is_cut_off_gives_no_value_of_its_last_piece():
    made, subject = said(LONG.ljust(1000, "3"))
    assert (subject.get("birthDate"), subject.get("passportNumber")) == (("1970",), ())
    assert [f.field for f in made.faults] == ["sdn.csv", "Remarks"]
    assert any(note.startswith("Passport N12") for note in subject.get("notes"))


def test_comments_on_nobody_are_reported(tmp_path):
    made = read(folder(tmp_path, row(), comments='9,"more"\r\n'), limits=Limits())
    list(made)
    assert ("sdn_comments.csv", "9") in [(f.field, f.value) for f in made.faults]
