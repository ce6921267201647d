"""Whatever the OpenAPI of ``/v1/desk`` allows or forbids: answered, or refused with a code; then nothing changes."""

import json
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from comity.node.api import api
from tests.node.api.conftest import PEOPLE

pytestmark = pytest.mark.django_db
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]


def send(ask, case):
    """This function sends a made-up request with the session of a program, and only that."""
    made = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
    body = made.body.encode() if isinstance(made.body, str) else made.body or b""
    parts = urlsplit(made.url)
    kind = made.headers.get("Content-Type", "")
    return ask(made.method, unquote_to_bytes(parts.path), body, kind, parts.query.encode())


def test_every_path_is_described():
    assert len(OPERATIONS) == 86


@pytest.mark.parametrize("who", PEOPLE)
def test_whatever_the_schema_allows_or_forbids(world, program, untouched, who):
    ask = program(who)
    stays = untouched()
    ids = st.sampled_from([*world.own.values(), *world.other.values()])
    refusals = set()
    for operation in OPERATIONS:
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @settings(
            max_examples=10, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=cases, known=ids, use=st.booleans())
        def answered(case, known, use):
            if use:
                case.path_parameters = dict.fromkeys(case.path_parameters or {}, known)
            told = send(ask, case)
            if stays(told):
                refusals.add(told.code)
            else:
                assert who

        answered()
    expected = {"officer": "desk.request.form", "auditor": "permissions.role", "": "desk.request.person"}
    assert expected[who] in refusals
