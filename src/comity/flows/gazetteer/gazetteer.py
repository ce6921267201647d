"""A gazetteer: the lists of all countries, what lies in what, where things are, and how they are found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from comity.flows.gazetteer.index import Index
from comity.flows.gazetteer.listing import Listing
from comity.flows.gazetteer.matching import Finder
from comity.flows.gazetteer.model import Match, Near, Place, Point, Position
from comity.flows.gazetteer.nearness import nearest
from comity.kernel.countries import country as country_of

_KEPT = 1 << 14
"""Different words whose matches are kept."""


class Gazetteer:
    """Places of all countries by code and by name.

    Args:
        listing: reads the list of a country.
        countries: gives the codes of all countries.
        points: gives the known points, of each place the usual one first.
    """

    def __init__(
        self,
        listing: Callable[[str], Listing],
        countries: Callable[[], frozenset[str]],
        points: Callable[[], Sequence[Point]],
    ) -> None:
        self.countries = countries
        self._points = points
        self._listing: Callable[[str], Listing] = lru_cache(maxsize=None)(listing)
        self._index: Callable[[str], Index] = lru_cache(maxsize=None)(lambda code: Index(self._listing(code)))
        self._matched: Callable[..., tuple[Match, ...]] = lru_cache(maxsize=_KEPT)(self._match)

    def over(self, places: Iterable[Place]) -> Gazetteer:
        """This function returns this gazetteer with other places laid over it (`Listing.with_places`)."""
        own: dict[str, list[Place]] = {}
        for place in places:
            own.setdefault(place.country, []).append(place)
        if not own:
            return self
        placed = [
            Point(p.code, p.latitude, p.longitude, "own")
            for of in own.values() for p in of if p.latitude is not None and p.longitude is not None
        ]  # fmt: skip
        return Gazetteer(
            lambda code: self._listing(code).with_places(own[code]) if code in own else self._listing(code),
            lambda: self.countries() | own.keys(),
            lambda: (*placed, *self._points()),
        )

    def get(self, code: str) -> Place | None:
        """This function returns the place of a code, or None."""
        country = code[:2]
        return self._listing(country).get(code) if country in self.countries() else None

    def children(self, code: str) -> list[Place]:
        """This function returns the places one level below a country or place, by code."""
        return self._listing(code[:2]).children(code) if code[:2] in self.countries() else []

    def path(self, code: str) -> list[Place]:
        """This function returns the places from the country down to this one; empty where the code is not known."""
        found: list[Place] = []
        place = self.get(code)
        while place is not None and place not in found:
            found.append(place)
            place = self.get(place.parent) if place.parent else None
        return found[::-1]

    def name(self, code: str, language: str) -> str:
        """This function returns what a place is called in a language, else in English, else as its list has it.

        A place without a name, or a code that is not known, is called by its code.
        """
        place = self.get(code)
        return code if place is None else place.called(language)

    def position(self, code: str) -> Position | None:
        """This function returns the best position known for a place: its own, or that of the nearest place above it."""
        for place in reversed(self.path(code)):
            if place.latitude is not None and place.longitude is not None:
                return Position(place.latitude, place.longitude, place.code, self._source(place))
        return None

    def match(
        self, words: str, country: str | None = None, level: int | None = None, within: str | None = None, top: int = 8
    ) -> list[Match]:
        """This function finds the places that words may mean, best first; none where nothing is near enough.

        Spellings of any script meet, with or without the word for a level, with typing errors. Words of several parts
        ("Poipet, Banteay Meanchey"; "ភូមិ… ឃុំ… ស្រុក…") are read as a place and places above it. A place of a higher
        level comes before others of its name. Words already seen are answered from memory.

        Args:
            words: as written, or a code.
            country: alpha-2 code; None: all countries. Names that only sound alike are then looked for in the
                countries with a list of their own.
            level: 1 province, 2 district, 3 commune, 4 village; None: any.
            within: code of a place that the answers lie in, itself included.
            top: answers, at most.
        """
        return list(self._matched(" ".join(words.split()), country, level, within, False)[:top])

    def search(self, words: str, country: str | None = None, within: str | None = None, top: int = 12) -> list[Match]:
        """This function finds places while their name is being typed: names that begin so come first.

        Args:
            words: what has been typed so far.
            country: alpha-2 code; None: all countries.
            within: code of a place that the answers lie in, itself included.
            top: answers, at most.
        """
        return list(self._matched(" ".join(words.split()), country, None, within, True)[:top])

    def nearest(self, latitude: float, longitude: float, country: str | None = None, top: int = 3) -> list[Near]:
        """This function returns the places whose known points are nearest to a position, each place once.

        A place is known by few points (a label, its chief town, what a node's own list says), so that near a border the
        position may lie in the place that comes second: offer the first few, and let a person choose.

        Args:
            latitude: degrees north.
            longitude: degrees east.
            country: alpha-2 code; None: all countries.
            top: answers, at most.
        """
        return nearest(self._points(), self.get, latitude, longitude, country, top)

    def _source(self, place: Place) -> str:
        usual = next((p for p in self._points() if p.code == place.code), None)
        return usual.source if usual else "own"

    def _match(
        self, words: str, country: str | None, level: int | None, within: str | None, typing: bool
    ) -> tuple[Match, ...]:
        if within:
            country = within[:2]
        if not words or (country and country not in self.countries()):
            return ()
        code = words.upper()
        if (place := self.get(code)) and (country is None or place.country == country) and level in {None, place.level}:
            return (Match(place, 1.0, ("code",)),)
        if country is None:
            return self._anywhere(words, level, typing=typing)
        return tuple(self._finder(country).find(words, level, within, sounds=True, typing=typing))

    def _anywhere(self, words: str, level: int | None, *, typing: bool) -> tuple[Match, ...]:
        named = self.get(country_of(words) or "") if level in {None, 0} else None
        found = [Match(named, 1.0, ("written",))] if named else []
        for country in sorted(self.countries()):
            sounds = len(self._listing(country)) > _LONG
            found += self._finder(country).find(words, level, None, sounds=sounds, typing=typing)
        once = {match.place.code: match for match in reversed(found)}
        return tuple(sorted(once.values(), key=lambda m: (-m.score, m.place.level, m.place.code)))

    def _finder(self, country: str) -> Finder:
        return Finder(self._listing(country), self._index(country))


_LONG = 300
"""Lists longer than this are searched by sound even where no country is given."""
