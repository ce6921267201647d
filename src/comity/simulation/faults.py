"""A transport between simulated parties that loses, doubles, reorders and delays deliveries, all by seed.

It knows no protocol: what travels is bytes, and who receives is a function that takes bytes. A delivery that is lost on
the way there never arrives; one whose answer is lost arrives, and its sender cannot know. Both look the same to the
sender, which is what makes them worth testing.

    >>> from random import Random
    >>> arrived = []
    >>> transport = FaultyTransport({"b": lambda data: arrived.append(data) or b"ok"}, Faults(lost=1.0), Random(1))
    >>> transport.deliver("b", b"hello") is None and arrived == []
    True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

Receiver = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Faults:
    """How often what goes wrong; shares between 0 and 1.

    Args:
        lost: the delivery never arrives.
        answer_lost: it arrives, its answer does not.
        doubled: it arrives twice; the second answer is thrown away.
        delayed: the sender hears nothing now, and it arrives after up to `longest` later deliveries.
        longest: how many later deliveries may overtake a delayed one.
    """

    lost: float = 0.0
    answer_lost: float = 0.0
    doubled: float = 0.0
    delayed: float = 0.0
    longest: int = 8


class FaultyTransport:
    """Carries bytes to receivers by name, badly.

    Args:
        receivers: who takes what arrives, and answers.
        faults: how often what goes wrong.
        rng: where chance comes from.
    """

    def __init__(self, receivers: Mapping[str, Receiver], faults: Faults, rng: Random) -> None:
        self._receivers = receivers
        self._faults = faults
        self._rng = rng
        self._waiting: list[tuple[int, int, str, bytes]] = []
        self._turn = 0

    @property
    def under_way(self) -> int:
        """This function tells how many delayed deliveries have not arrived yet."""
        return len(self._waiting)

    def deliver(self, to: str, data: bytes) -> bytes | None:
        """This function tries to deliver and returns the answer, or None where the sender hears nothing."""
        self._turn += 1
        self._arrivals(self._turn)
        if self._rng.random() < self._faults.lost:
            return None
        if self._rng.random() < self._faults.delayed:
            due = self._turn + self._rng.randint(1, self._faults.longest)
            self._waiting.append((due, self._turn, to, data))
            return None
        answer = self._receivers[to](data)
        if self._rng.random() < self._faults.doubled:
            self._receivers[to](data)
        return None if self._rng.random() < self._faults.answer_lost else answer

    def settle(self) -> None:
        """This function lets everything that is still under way arrive, in an order of its own."""
        waiting, self._waiting = self._waiting, []
        self._rng.shuffle(waiting)
        for _, _, to, data in waiting:
            self._receivers[to](data)

    def _arrivals(self, turn: int) -> None:
        due = sorted(entry for entry in self._waiting if entry[0] <= turn)
        self._waiting = [entry for entry in self._waiting if entry[0] > turn]
        for _, _, to, data in due:
            self._receivers[to](data)
