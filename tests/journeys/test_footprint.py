"""A border post's small machine: an idle node, web server and worker, stays small."""

from __future__ import annotations

import socket
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
BENCH = Path(__file__).resolve().parents[2] / "bench" / "footprint.py"


def test_an_idle_node_takes_less_than_350_megabytes(tmp_path):
    spec = spec_from_file_location("footprint", BENCH)
    footprint = module_from_spec(spec)
    spec.loader.exec_module(footprint)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    once, each = footprint.idle_node_bytes(tmp_path, port=port)
    assert 0 < once <= each < footprint.LIMIT
