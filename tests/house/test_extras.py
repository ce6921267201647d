"""A node without the extras runs: nothing of them is imported before somebody analyses."""

import subprocess
import sys
from pathlib import Path

from comity.engines.opening import NEEDED

SOURCE = Path(__file__).resolve().parents[2] / "src" / "comity"
EXTRA = sorted({*(library for libraries in NEEDED.values() for library in libraries), "pandas"})
PROGRAM = """
import sys, pkgutil, importlib

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in EXTRA:
            raise ModuleNotFoundError(f"{name} is of an extra", name=name)

EXTRA = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Absent())
import comity.cli.main, comity.engines, comity.flows, comity.simulation
from comity.node.upgrades import set_up
set_up()
import comity.node.urls, comity.node.worker, comity.node.wsgi
import comity.node
for module in pkgutil.walk_packages(comity.node.__path__, "comity.node."):
    if ".migrations" not in module.name:
        importlib.import_module(module.name)
assert not EXTRA & {name.split(".")[0] for name in sys.modules}
"""


def test_a_node_and_the_command_start_without_the_extras(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(EXTRA)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
