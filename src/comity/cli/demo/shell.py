"""One process that runs commands of ``comity`` for one node: a JSON line in for each, a JSON line out."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import traceback
from pathlib import Path

import typer

from comity.cli.demo import court_measures, measures, seizing_measures
from comity.cli.main import EXIT_CODES, app
from comity.cli.session import print_json
from comity.kernel import ComityError

MEASURES = measures.MEASURES | seizing_measures.MEASURES | court_measures.MEASURES


def answer(arguments: list[str], measure: str = "") -> dict[str, object]:
    """This function runs one command, or takes a measure, and returns its exit code, what it printed, and its error."""
    command = typer.main.get_command(app)
    output, error, code = io.StringIO(), "", 0
    with contextlib.redirect_stdout(output):
        try:
            if measure:
                print_json(MEASURES[measure](Path(arguments[0]), *arguments[1:]))
            else:
                ended_with = command.main(arguments, prog_name="comity", standalone_mode=False)
                code = ended_with if isinstance(ended_with, int) else 0
        except ComityError as failed:
            code, error = EXIT_CODES.get(failed.kind, 1), str(failed)
        except SystemExit as ended:
            code = int(ended.code or 0)
        except Exception as failed:  # noqa: BLE001 -- the one who asks is told, and the next command still runs
            code, error = int(getattr(failed, "exit_code", 1)), str(failed) or type(failed).__name__
            if code == 1:
                traceback.print_exc()
    return {"code": code, "output": output.getvalue(), "error": error}


def main() -> None:
    """This function answers lines until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        wanted = json.loads(line)
        if wanted["secret"]:
            os.environ["COMITY_PASSWORD"] = wanted["secret"]
        print(json.dumps(answer(wanted["arguments"], wanted["measure"])), flush=True)  # noqa: T201 -- the answer
        os.environ.pop("COMITY_PASSWORD", None)


if __name__ == "__main__":
    main()
