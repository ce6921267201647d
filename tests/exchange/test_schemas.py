"""Schemas: valid, drawn from the models, kept in the specification, and they take what the models take."""

import copy
import json

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.exchange import messages, schemas
from comity.exchange.versions import UNDERSTOOD
from comity.kernel import InvalidInput
from tests.exchange.examples import EXAMPLES, SPEC, script, vectors
from tests.exchange.test_contents import json as any_json
from tests.exchange.test_contents import places

EVERY = schemas.every()
VECTORS = json.loads((SPEC / "vectors" / "messages.json").read_text(encoding="utf-8"))["vectors"]
CONTENTS_BY_URI = {schema["$id"]: schema for name, schema in EVERY.items() if name != "message.json"}
REGISTRY = jsonschema_rs.Registry(list(CONTENTS_BY_URI.items()))
MESSAGE = jsonschema_rs.Draft202012Validator(EVERY["message.json"], registry=REGISTRY, validate_formats=True)


def test_what_the_specification_keeps_is_what_the_command_makes():
    assert script("generate.py").differing() == []


def test_a_file_that_nothing_makes_is_named(tmp_path, monkeypatch):
    generate = script("generate.py")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "SCHEMAS", tmp_path / "schemas")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "meeting-1.json").write_text("{}")
    assert {"schemas/meeting-1.json", "schemas/reply-2.json", "docs/conversations.md"} <= set(generate.differing())


@pytest.mark.parametrize("name", EVERY)
def test_each_is_a_valid_schema_of_2020_12(name):
    assert EVERY[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(EVERY[name])


def test_there_is_one_for_every_version_of_every_type():
    wanted = {f"{name}-{version}.json" for name, known in UNDERSTOOD.items() for version in known}
    assert set(EVERY) == wanted | {"message.json"}
    assert set(EXAMPLES) == {(name, version) for name, known in UNDERSTOOD.items() for version in known}


@pytest.mark.parametrize("name", EVERY)
def test_every_field_is_described_in_words(name):
    models = [EVERY[name], *EVERY[name].get("$defs", {}).values()]
    assert all(model["description"] for model in models)
    bare = [field for model in models for field, said in model["properties"].items() if not said.get("description")]
    assert bare == []


def test_what_holds_between_fields_stands_in_the_schema_in_words():
    assert EVERY["request-1.json"]["properties"]["asked"]["description"] == "exactly what is asked."
    item = EVERY["reply-2.json"]["$defs"]["Item"]
    assert item["properties"]["owner"]["description"] == "node id of the agency that first gave it."
    assert "an item is named twice" in EVERY["reply-2.json"]["x-rules"]


@pytest.mark.parametrize("key", EXAMPLES, ids=str)
def test_every_example_validates_and_misses_each_required_field(key):
    name, version = key
    validator = jsonschema_rs.Draft202012Validator(EVERY[f"{name}-{version}.json"], validate_formats=True)
    validator.validate(EXAMPLES[key])
    assert MESSAGE.is_valid(vectors.message(name, version, EXAMPLES[key]))
    for field in EVERY[f"{name}-{version}.json"]["required"]:
        less = {k: v for k, v in EXAMPLES[key].items() if k != field}
        assert not validator.is_valid(less), field
        assert not MESSAGE.is_valid(vectors.message(name, version, less)), field
    assert not validator.is_valid(EXAMPLES[key] | {"more": 1})


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_each_vector_is_made_by_its_script_and_ends_as_it_says(vector):
    assert vector in vectors.build()
    assert vector == {"name": vector["name"], "document": vector["document"]} | vectors.result_of(vector["document"])
    if vector["result"] != "poisoned":
        assert MESSAGE.is_valid(vector["document"])


def test_no_vector_is_left_out():
    assert len(VECTORS) == len(vectors.build())


@given(st.data())
def test_what_is_read_fits_its_schema(data):
    name, version = data.draw(st.sampled_from(sorted(EXAMPLES)))
    document = copy.deepcopy(vectors.message(name, version, EXAMPLES[name, version]))
    *way, last = data.draw(st.sampled_from([path for path in places(document) if path]))
    at = document
    for key in way:
        at = at[key]
    at[last] = data.draw(any_json)
    try:
        messages.read(document)
    except InvalidInput:
        return
    assert MESSAGE.is_valid(document)
