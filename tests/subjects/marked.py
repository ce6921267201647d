"""Subjects of every kind with marks of every kind, for what is written and read back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from comity.kernel import Evaluation, Handling, Pap, Restriction, Tlp
from comity.kernel.purposes import Purpose
from comity.subjects import Role, Schema, Subject, Value
from comity.subjects.cover import Cover
from comity.subjects.marks import Marks
from comity.subjects.values import clean, value_of

COVER = Cover(
    title="KH-2026-1", made=datetime(2026, 11, 22, 3, 4, 5, 678000, tzinfo=UTC), producer="Anti-Drug Department",
    producer_id="kh-police", text="Records of a case.", name="0192d5a0-0000-7000-8000-000000000001",
)  # fmt: skip
texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=25).map(
    lambda t: clean(t)[0]
).filter(bool)  # fmt: skip
names = texts.map(lambda text: value_of("name", text).value)


@st.composite
def restrictions(draw) -> Restriction:
    codes = draw(st.frozensets(st.sampled_from([Handling.H0, Handling.H1, Handling.H2])))
    words = draw(st.one_of(st.just(""), texts))
    return Restriction(
        codes | ({Handling.H3} if words else frozenset()), draw(st.sampled_from(Tlp)), draw(st.sampled_from(Pap)), words
    )


marks = st.builds(
    Marks, restriction=restrictions(),
    evaluation=st.one_of(st.none(), st.builds(Evaluation, st.sampled_from("ABCX"), st.sampled_from("1234"))),
    permitted_use=st.one_of(st.just(""), texts),
    permitted_purposes=st.lists(st.sampled_from([p.value for p in Purpose]), unique=True, max_size=3).map(tuple),
    retention_until=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2060, 1, 1))),
    owner=st.sampled_from(["", "vn-police"]), source=st.one_of(st.just(""), texts),
    observed=st.sampled_from(["", "2026", "2026-05-01"]),
)  # fmt: skip
POOL = (
    value_of("birthDate", "12/05/1970"), value_of("birthDate", "1981"), value_of("nationality", "Cambodia"),
    value_of("gender", "male"), value_of("phone", "012 345 678", country="KH"), value_of("phone", "+66812345678"),
    value_of("passportNumber", "n 1234567", country="KH"), value_of("idNumber", "010203040"),
    value_of("email", "Dara@Example.org"), value_of("website", "https://example.org/x"),
    value_of("iban", "DE89 3704 0044 0532 0130 00"), value_of("accountNumber", "000-123-456"),
    value_of("publicKey", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"), value_of("bic", "ABCDKHPP"),
    value_of("registrationNumber", "2A-1234", schema=Schema.VEHICLE), value_of("vin", "1M8GDM9AXKP042788"),
    value_of("imoNumber", "IMO 9074729"), value_of("notes", "Seen at the bridge."), value_of("address", "Street 1"),
    value_of("make", "Toyota"), value_of("position", "driver"), value_of("sector", "trade"),
    value_of("description", "A line"), value_of("alias", "Ra"), value_of("imei", "490154203237518"),
)  # fmt: skip


@st.composite
def subjects(draw) -> Subject:
    """A subject as a node exports it: with marks, values with and without marks of their own."""
    schema = draw(st.sampled_from(Schema))
    pool = [v for v in POOL if v.property != "registrationNumber" or schema in {Schema.VEHICLE, Schema.VESSEL}]
    chosen = draw(st.lists(st.sampled_from(pool), max_size=6, unique=True))
    named = [Value("name", text, text) for text in draw(st.lists(names, min_size=1, max_size=2, unique=True))]
    values = (*named, *chosen)
    own = tuple(draw(st.one_of(st.none(), st.none(), marks)) for _ in values)
    role = draw(st.sampled_from([None, *Role]))
    own_id = draw(st.one_of(texts, st.uuids().map(str)))
    return Subject(own_id, schema, values, role, "", draw(marks), own if any(own) else ())


several = st.lists(subjects(), min_size=1, max_size=4, unique_by=lambda s: s.id)
