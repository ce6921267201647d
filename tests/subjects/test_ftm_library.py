"""What we write is what FollowTheMoney's own library accepts unchanged, and what it writes is what we read."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.kernel import Limits
from comity.subjects import Role, Schema, Subject
from comity.subjects.ftm_schemata import PROPERTIES
from comity.subjects.readers import read
from comity.subjects.values import value_of
from comity.subjects.writers import write_ftm

PYTHON = Path(sys.prefix) / "ftm" / "bin" / "python"
SCRIPT = Path(__file__).with_name("ftm_library.py")
DATED = {
    "name": "Sok Dara", "alias": "សុខ ដារ៉ា", "birthDate": "1970-05", "nationality": "Cambodia", "gender": "F",
    "phone": "+85512345678", "email": "dara@example.org", "passportNumber": "N1234567", "country": "Lao PDR",
    "address": "Street 1, Phnom Penh", "notes": "said", "title": "Dr", "idNumber": "012345678",
}  # fmt: skip
OF_SCHEMA = {
    Schema.PERSON: DATED,
    Schema.COMPANY: {"name": "ACME Co., Ltd.", "jurisdiction": "VN", "registrationNumber": "0101243150",
                     "incorporationDate": "1999", "leiCode": "5493001KJTIIGC8Y1R12"},
    Schema.ORGANIZATION: {"name": "Assembly", "website": "https://example.org", "country": "TH"},
    Schema.VESSEL: {"name": "Mekong Star", "imoNumber": "IMO9074729", "flag": "KH", "buildDate": "2001-04"},
    Schema.VEHICLE: {"name": "lorry", "registrationNumber": "2A-1234", "model": "Hilux"},
    Schema.ACCOUNT: {"name": "account", "iban": "DE89370400440532013000", "bankName": "Bank"},
    Schema.WALLET: {"name": "wallet", "publicKey": "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "currencySymbol": "XBT"},
    Schema.UNKNOWN: {"name": "Somebody", "country": "MM"},
}  # fmt: skip


def asked(text, *words):
    """What the library answers; without it the test cannot say anything."""
    if not PYTHON.exists():
        message = "needs the library followthemoney, which `make setup-test` installs"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    done = subprocess.run(
        [str(PYTHON), str(SCRIPT), *words], input=text, capture_output=True, text=True, timeout=60, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def subject(schema, given, role=None):
    country = "KH" if schema in {Schema.PERSON, Schema.VEHICLE} else None
    values = [value_of(prop, text, schema=schema, country=country) for prop, text in given.items()]
    return Subject(f"{schema.value}-1", schema, tuple(values), role)


SUBJECTS = [subject(schema, given, Role.SUSPECT) for schema, given in OF_SCHEMA.items()]


def test_every_property_that_we_write_is_one_of_the_library():
    found = json.loads(asked(json.dumps([s.value for s in Schema]), "schemata"))
    wrong = {s.value: sorted(PROPERTIES[s] - set(found[s.value])) for s in Schema}
    assert wrong == {s.value: [] for s in Schema}


def test_the_library_takes_our_lines_and_cleans_nothing_away():
    out = io.StringIO()
    assert write_ftm(SUBJECTS, out) == len(Schema)
    written = [json.loads(line) for line in out.getvalue().splitlines()]
    cleaned = [json.loads(line) for line in asked(out.getvalue()).splitlines()]
    for ours, theirs in zip(written, cleaned, strict=True):
        assert (ours["id"], ours["schema"]) == (theirs["id"], theirs["schema"])
        assert {k: sorted(v) for k, v in ours["properties"].items()} == {
            k: sorted(v) for k, v in theirs["properties"].items()
        }


def test_what_the_library_writes_is_read_back_as_it_was():
    out = io.StringIO()
    write_ftm(SUBJECTS, out)
    made = read(io.BytesIO(asked(out.getvalue()).encode()), limits=Limits())
    assert made.format.name == "ftm"
    assert [s.as_mapping() for s in made] == [
        {p: s.get(p) for p in dict.fromkeys(v.property for v in s.values)} for s in SUBJECTS
    ]
    assert made.faults == []


def test_values_are_in_the_form_that_the_library_keeps():
    cases = [
        ("birthDate", "circa 1970", "1970"), ("birthDate", "2513", "1970"), ("nationality", "ខ្មែរ", "kh"),
        ("gender", "ស្រី", "female"), ("phone", "012 345 678", "+85512345678"),
    ]  # fmt: skip
    out = io.StringIO()
    write_ftm([subject(Schema.PERSON, {"name": "A", prop: text}) for prop, text, _ in cases], out)
    kept = [json.loads(line)["properties"] for line in asked(out.getvalue()).splitlines()]
    assert [each[prop] for each, (prop, _, _) in zip(kept, cases, strict=True)] == [[left] for _, _, left in cases]
