"""What every test may use; nothing here stands in for a real part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
