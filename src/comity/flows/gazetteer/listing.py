"""The places of one country. Of a long list only codes are kept as objects; a place is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from comity.flows.gazetteer.model import Place

Head = tuple[str, int, str]
"""Code, level and parent of a place."""
_NO_SOUNDS: Mapping[str, str] = MappingProxyType({})


def _no_sounds(_at: int) -> Mapping[str, str]:
    return _NO_SOUNDS


class Listing:
    """The places of one country, numbered from 0.

    Args:
        heads: code, level and parent of each place, no code twice.
        make: makes the place of a number.
        sounds: how spellings of the place of a number sound, where the list says so.
    """

    def __init__(
        self,
        heads: Sequence[Head],
        make: Callable[[int], Place],
        sounds: Callable[[int], Mapping[str, str]] = _no_sounds,
    ) -> None:
        self.heads = heads
        self.sounds = sounds
        self._make = make
        self._at = {head[0]: at for at, head in enumerate(heads)}
        self._below: dict[str, list[int]] = {}
        for at, (_, _, parent) in enumerate(heads):
            self._below.setdefault(parent, []).append(at)

    @classmethod
    def of(cls, places: Sequence[Place]) -> Listing:
        """This function makes a list of places that are few."""
        return cls([(p.code, p.level, p.parent) for p in places], places.__getitem__)

    def with_places(self, places: Iterable[Place]) -> Listing:
        """This function returns this list with other places laid over it.

        A place whose code is in the list already changes what it says and keeps what it leaves open: names of other
        languages, other spellings, the point. All else is added at the end.
        """
        over = {place.code: place for place in places}
        heads = list(self.heads)
        changed: dict[int, Place] = {}
        for code, place in over.items():
            at = self._at.get(code)
            if at is None:
                changed[len(heads)] = place
                heads.append((code, place.level, place.parent))
            else:
                changed[at] = _laid(self._make(at), place)
                heads[at] = (code, place.level, place.parent)

        def make(at: int) -> Place:
            return changed[at] if at in changed else self._make(at)

        def sounds(at: int) -> Mapping[str, str]:
            return self.sounds(at) if at < len(self.heads) else _NO_SOUNDS

        return Listing(heads, make, sounds)

    def __len__(self) -> int:
        return len(self.heads)

    def __iter__(self) -> Iterator[Place]:
        return map(self._make, range(len(self)))

    def place(self, at: int) -> Place:
        """This function returns the place of a number."""
        return self._make(at)

    def get(self, code: str) -> Place | None:
        """This function returns the place of a code, or None."""
        at = self._at.get(code)
        return None if at is None else self._make(at)

    def children(self, code: str) -> list[Place]:
        """This function returns the places right below one, by code; provinces by the number in their code."""
        return sorted(map(self._make, self._below.get(code, ())), key=lambda p: (len(p.code), p.code))

    def above(self, at: int) -> Iterator[int]:
        """This function yields the number of a place and those of the places above it, upwards."""
        found: int | None = at
        while found is not None:
            yield found
            found = self._at.get(self.heads[found][2])

    def below(self, code: str) -> set[int]:
        """This function returns the numbers of a place and of all below it; none where it is not in the list."""
        found: set[int] = set()
        waiting = [self._at[code]] if code in self._at else []
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += self._below.get(self.heads[at][0], ())
        return found


def _laid(under: Place, over: Place) -> Place:
    placed = under if over.latitude is None else over
    names = MappingProxyType({**under.names, **over.names})
    also = tuple(s for s in dict.fromkeys((*over.also, *under.also, *under.names.values())) if s not in names.values())
    return replace(
        over, names=names, also=also, latitude=placed.latitude, longitude=placed.longitude,
        position_of=placed.position_of,
    )  # fmt: skip
