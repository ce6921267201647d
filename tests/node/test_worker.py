"""The worker is told to stop, also while it is being told."""

import os
import subprocess
import sys

# A signal comes at each line that runs while a signal is handled: a lock taken there would wait for itself for ever.
SCRIPT = """
import signal, sys
from comity.node.upgrades import set_up
set_up()
from comity.node import worker

stop = worker.Stop()
worker.stop_on_signals(stop)
nested = 0

def at_each_line(frame, event, arg):
    global nested
    if event == "line" and nested < 200:
        nested += 1
        signal.raise_signal(signal.SIGTERM)
    return at_each_line

sys.settrace(at_each_line)
signal.raise_signal(signal.SIGTERM)
sys.settrace(None)
print(stop.asked, nested > 0)
"""


def test_a_signal_that_comes_while_a_signal_is_handled_does_not_hang_the_worker():
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "comity.node.settings"},
    )
    assert told.stdout.split() == ["True", "True"]
