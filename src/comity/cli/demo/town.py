"""The three nodes of the demo as running processes, and a shell at each; all of them end with the demo."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import Self, TypeVar

from comity.cli.demo.folder import Place
from comity.cli.demo.processes import Process, Shell, wait_until_answering

T = TypeVar("T")
_OFFLINE = {"COMITY_NODE": "", "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "comity.node.settings"}


class Stopped(BaseException):
    """The demo was asked to stop by a signal.

    Args:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


@contextmanager
def stoppable() -> Iterator[None]:
    """This function turns the signals that end a program into `Stopped`, so that everything is left in order."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)  # once is enough: what follows is the way out
        raise Stopped(number)

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Town:
    """The processes of the demo.

    Args:
        places: where the nodes live.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        self.shells: dict[str, Shell] = {}
        self.processes: dict[str, list[Process]] = {}
        self._threads = ThreadPoolExecutor(max_workers=len(self.places), thread_name_prefix="demo")

    def __enter__(self) -> Self:
        """This function opens a shell at every place."""
        for place in self.places:
            self.shells[place.country] = Shell(place.log("commands"), _OFFLINE)
        return self

    def __exit__(self, *_: object) -> None:
        """This function ends every process that it started, whatever happened."""
        for shell in self.shells.values():
            shell.kill()
        every = [process for each in self.processes.values() for process in each]
        for process in every:
            process.ask_to_stop()
        for process in every:
            process.stop()
        self._threads.shutdown(cancel_futures=True)

    def start(self) -> None:
        """This function starts a web server and a worker for every node and waits until all answer.

        Raises:
            Unreachable: one of them does not come up.
        """
        for place in self.places:
            self.processes[place.country] = [
                Process([what, "--node", str(place.folder)], place.log(what), _OFFLINE) for what in ("serve", "worker")
            ]
            for process in self.processes[place.country]:
                process.start()
        for place in self.places:
            wait_until_answering(place.address, self.processes[place.country][0])

    def close_shells(self) -> None:
        """This function ends the shells, where no more commands are run."""
        for shell in self.shells.values():
            shell.close()

    def at_each(self, work: Callable[[Place], T]) -> dict[str, T]:
        """This function does something at every place at the same time and returns the results by country."""
        return dict(zip((p.country for p in self.places), self.together(work, self.places), strict=True))

    def together(self, work: Callable[[Place], T], places: Iterable[Place]) -> list[T]:
        """This function does something at several places at the same time."""
        futures = [self._threads.submit(work, place) for place in places]
        return [future.result() for future in futures]

    @property
    def is_running(self) -> bool:
        """This function tells whether every process is alive."""
        return all(process.is_running for each in self.processes.values() for process in each)
