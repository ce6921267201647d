"""The vectors of the specification: made anew they are the same, and each fails for its one reason."""

import importlib.util
import json
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "spec" / "vectors" / "envelope.py"
VECTORS = json.loads(SCRIPT.with_suffix(".json").read_text(encoding="utf-8"))["vectors"]


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("envelope_vectors", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_the_vectors_that_are_kept(script):
    assert script.build(VECTORS) == VECTORS


def test_a_fresh_sealing_gives_other_bytes_and_the_same_results(script):
    fresh = script.build([])
    assert [(v["name"], v["result"]) for v in fresh] == [(v["name"], v["result"]) for v in VECTORS]
    assert [v["packet"] for v in fresh if v["kind"] == "packet"] != [
        v["packet"] for v in VECTORS if v["kind"] == "packet"
    ]


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_each_vector_ends_as_it_says(script, vector):
    assert script.result_of(vector) == vector["result"]
