"""What every test may use; nothing here stands in for a real part."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import settings

from comity.kernel import SystemClock
from comity.node.config import NodeConfig
from comity.node.founding import make_folder
from comity.node.upgrades import set_up
from tests.node.three import three, three_founded  # noqa: F401 -- fixtures for every test
from tests.people import at_work, case, clock, instrument, officer, person  # noqa: F401 -- fixtures for every test
from tests.postgres import postgres_server, postgres_url, whole_run  # noqa: F401 -- fixtures for every test
from tests.spark import duck, spark  # noqa: F401 -- fixtures for every test

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published data kept beside the project; tests that measure with it skip where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the published data that is kept beside the project, in {SHARED.parent.name}/{SHARED.name}")
    return SHARED


@pytest.fixture(autouse=True)
def _nothing_found_before():
    """What a test before found about a ledger, or counted in seizures, is of a database that is gone."""
    yield
    if witnessing := sys.modules.get("comity.node.audit.witnessing"):
        witnessing.forget()
    if sources := sys.modules.get("comity.node.picture.sources"):
        sources.forget()
    for name, module in list(sys.modules.items()):
        if name.startswith("comity.node.picture."):
            for kept in vars(module).values():
                if getattr(kept, "__module__", "") == name:
                    getattr(kept, "cache_clear", int)()


def _node_of_this_run() -> Path:
    """One throw-away node for the tests of this process: Django can be set up for one node only."""
    folder = Path(tempfile.mkdtemp(prefix="comity-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    plain = NodeConfig(
        folder=folder, agency="Test Agency", country="KH", address="http://127.0.0.1:8800", behind_tls=False
    )
    return make_folder(plain, SystemClock()).folder


whole_run()
os.environ["COMITY_NODE"] = str(_node_of_this_run())
os.environ["DJANGO_SETTINGS_MODULE"] = "comity.node.settings"
set_up()
# A worker of xdist inherits this environment; with the variable, Django would be set up there for this process's node.
del os.environ["DJANGO_SETTINGS_MODULE"]
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests make many accounts
