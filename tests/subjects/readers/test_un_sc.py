import io
import re
from collections import Counter

import pytest

from comity.kernel import Limits, UnreadableFile
from comity.subjects import Schema
from comity.subjects.readers import read

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z">\n'


def individual(data_id="1", inner=""):
    return (
        f"<INDIVIDUALS><INDIVIDUAL><DATAID>{data_id}</DATAID><FIRST_NAME>TEST</FIRST_NAME>{inner}"
        "</INDIVIDUAL></INDIVIDUALS>"
    )


def reading(inner, *, limits=None):
    made = read(io.BytesIO((HEAD + inner + "</CONSOLIDATED_LIST>").encode()), limits=limits or Limits())
    return made, list(made)


def values(inner):
    made, (subject,) = reading(individual(inner=inner))
    return made, subject


@pytest.mark.parametrize(
    ("file", "individuals", "entities"),
    [
        ("un_consolidated_2020-11.xml", 713, 305),
        ("un_consolidated_2025-04-19.xml", 684, 193),
        ("un_consolidated_2026-02-27.xml", 730, 273),
    ],
)
def test_every_entry_of_the_published_lists_is_read(shared_data, file, individuals, entities):
    made = read(shared_data / "un_sc" / file, limits=Limits())
    subjects = list(made)
    assert Counter(s.schema for s in subjects) == {Schema.PERSON: individuals, Schema.ORGANIZATION: entities}
    assert (made.rows, made.read, made.left_out) == (individuals + entities, individuals + entities, 0)
    assert all(s.get("name") and s.get("unscId") and s.get("program") and s.get("listingDate") for s in subjects)
    assert made.warnings < 30


def test_what_the_newest_list_says_arrives(shared_data):
    made = read(shared_data / "un_sc" / "un_consolidated_2026-02-27.xml", limits=Limits())
    said = Counter(v.property for s in made for v in s.values)
    assert said["passportNumber"] + said["idNumber"] + said["taxNumber"] + said["socialSecurityNumber"] == 453
    assert said["alias"] + said["weakAlias"] + said["previousName"] == aliases_by_other_means(shared_data)
    assert said["nationality"] == 651
    assert said["gender"] == 54


def aliases_by_other_means(shared_data) -> int:
    """How many aliases with a name the newest list has, counted without the reader."""
    text = (shared_data / "un_sc" / "un_consolidated_2026-02-27.xml").read_text(encoding="utf-8")
    return len(re.findall(r"<ALIAS_NAME>\s*[^<\s][^<]*</ALIAS_NAME>", text))


def test_names_in_all_parts_and_scripts_with_the_quality_of_aliases():
    _, subject = values(
        "<SECOND_NAME>B</SECOND_NAME><FOURTH_NAME>D</FOURTH_NAME><NAME_ORIGINAL_SCRIPT>ทดสอบ</NAME_ORIGINAL_SCRIPT>"
        "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>E</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>F</ALIAS_NAME><NOTE>call sign</NOTE></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>G</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
    )
    assert subject.get("name") == ("TEST B D", "ทดสอบ")
    assert (subject.get("firstName"), subject.get("lastName")) == (("TEST",), ("D",))
    assert [subject.get(p) for p in ("alias", "weakAlias", "previousName")] == [("E",), ("F",), ("G",)]
    assert [v.note for v in subject.values if v.property == "weakAlias"] == ["quality: Low; call sign"]


@pytest.mark.parametrize(
    ("inner", "dates", "warnings"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1966-02-03</DATE>", ("1966-02-03",), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1966-02-03-05:00</DATE>", ("1966-02-03",), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1966</YEAR>", ("1966",), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>", ("1958-09",), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>", ("1973-11",), 0),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1966</YEAR>", ("circa 1966",), 0),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1966</FROM_YEAR><TO_YEAR>1968</TO_YEAR>",
            ("1966", "1967", "1968"),
            0,
        ),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1920</FROM_YEAR><TO_YEAR>1968</TO_YEAR>",
            ("1920", "1968"),
            0,
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1402 (Hijri Calendar)</NOTE>", (), 1),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1966-02-30</DATE>", (), 1),
        ("<TYPE_OF_DATE/>", (), 0),
    ],
)
def test_dates_of_birth_are_as_partial_as_the_list_says(inner, dates, warnings):
    made, subject = values(f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert subject.get("birthDate") == dates
    assert made.warnings == warnings


@pytest.mark.parametrize(
    ("inner", "prop", "value", "country"),
    [
        ("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB 0243318</NUMBER>", "passportNumber", "OB0243318", ""),
        (
            ("<TYPE_OF_DOCUMENT>Número de pasaporte</TYPE_OF_DOCUMENT>"
            "<NUMBER>A123456</NUMBER><COUNTRY_OF_ISSUE>Viet Nam</COUNTRY_OF_ISSUE>"),
            "passportNumber", "A123456", "VN",
        ),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>XY diplomatic passport no. D00000898</NUMBER>",
            "passportNumber", "D00000898", "",
        ),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>381110042 (Expired 25 Jan. 2016)</NUMBER>",
            "passportNumber", "381110042", "",
        ),
        (
            ("<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
            "<TYPE_OF_DOCUMENT2>national passport</TYPE_OF_DOCUMENT2><NUMBER>SE 012820</NUMBER>"),
            "passportNumber", "SE012820", "",
        ),
        (
            ("<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
            "<NUMBER>20227088368 </NUMBER><ISSUING_COUNTRY>Sudan</ISSUING_COUNTRY>"),
            "idNumber", "20227088368", "SD",
        ),
    ],
)  # fmt: skip
def test_documents_give_number_kind_and_country(inner, prop, value, country):
    _, subject = values(f"<INDIVIDUAL_DOCUMENT>{inner}</INDIVIDUAL_DOCUMENT>")
    assert [(v.value, v.country) for v in subject.values if v.property == prop] == [(value, country)]


def test_an_element_that_nobody_knows_is_reported():
    made, _ = values("<EYE_COLOUR>brown</EYE_COLOUR><INDIVIDUAL_ADDRESS><PLANET>Mars</PLANET></INDIVIDUAL_ADDRESS>")
    assert [(f.field, f.value) for f in made.faults] == [("EYE_COLOUR", "brown"), ("PLANET", "Mars")]


def test_faults_name_the_line_of_the_file():
    made, _ = values("\n\n<NATIONALITY>\n<VALUE>Atlantis</VALUE></NATIONALITY>")
    assert [f.line for f in made.faults] == [6]


def test_an_entry_without_or_with_a_repeated_id_is_left_out():
    made, subjects = reading(individual("1") + individual("") + individual("1"))
    assert [s.id for s in subjects] == ["1"]
    assert (made.rows, made.read, made.left_out) == (3, 1, 2)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
LIST = "<CONSOLIDATED_LIST>{}</CONSOLIDATED_LIST>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB + LIST.format(individual(inner="<COMMENTS1>&b;</COMMENTS1>")), "document type or entities"),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            + LIST.format(individual(inner="<COMMENTS1>&a;</COMMENTS1>")),
            "document type or entities",
        ),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + LIST.format(individual()), "document type or entities"),
        (HEAD + individual(), "no whole XML file"),
        (HEAD + individual()[:60], "no whole XML file"),
        (LIST.format("<A>" * 20 + "</A>" * 20), "nested deeper than 16"),
        (LIST.format(individual(inner=f"<COMMENTS1>{'x' * 1_100_000}</COMMENTS1>")), "larger than any real one"),
        (LIST.format(individual(inner="<A/>" * 10_001)), "larger than any real one"),
        ("<SOMETHING><CONSOLIDATED_LIST/></SOMETHING>", "begins with 'SOMETHING'"),
        (LIST.format(individual(inner="<COMMENTS1>\x00</COMMENTS1>")), "no whole XML file"),
    ],
)
def test_a_hostile_or_cut_off_file_is_refused_before_the_first_subject(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read(io.BytesIO(content.encode()), limits=Limits())


def test_a_published_list_cut_off_anywhere_is_refused(shared_data):
    whole = (shared_data / "un_sc" / "un_consolidated_2026-02-27.xml").read_bytes()
    for part in (0.1, 0.5, 0.9, 0.99999):
        with pytest.raises(UnreadableFile):
            read(io.BytesIO(whole[: int(len(whole) * part)]), limits=Limits())


def test_too_many_entries_are_refused():
    with pytest.raises(UnreadableFile, match="more than 1 entries"):
        reading(individual("1") + individual("2"), limits=Limits(rows_per_file=1))
