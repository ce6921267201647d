"""Says on standard error what the demo is doing and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """What a person sees while the demo works; standard output stays free for the result."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """This function shows a step while it runs, and how long it took when it is done."""
        started = time.monotonic()
        with self._console.status(f"{text} …") if self._console.is_terminal else _quiet():
            yield
        self._console.print(f"[green]✓[/] {text} [dim]{time.monotonic() - started:.1f} s[/]")

    def say(self, text: str) -> None:
        """This function shows a line."""
        self._console.print(text)


@contextmanager
def _quiet() -> Iterator[None]:
    yield
