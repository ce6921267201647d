"""Ways, places and forms as UNODC's individual drug seizures name them: transport, routing, installation, hiding, form.

The table is ``tables/codes.tsv``. There are six kinds of routing, and none names a country of transit.

    >>> TRANSPORTS.match("Commercial air"), TRANSPORTS["commercial-air"].name
    ('commercial-air', 'Commercial air')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from comity.flows.words import folded, rows


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list.

    Args:
        code: how records name it; never changes.
        name: in English, as UNODC writes it.
        names: other words for it.
    """

    code: str
    name: str
    names: tuple[str, ...] = ()


class Codes(Mapping[str, Code]):
    """A list of entries by code, in the order in which they are shown."""

    def __init__(self, entries: Iterable[Code]) -> None:
        """This function indexes the entries by code, and by every word for them; a name goes before another's alias."""
        self._entries = {each.code: each for each in entries}
        self._words: dict[str, str] = {}
        for each in self._entries.values():
            self._words |= {folded(each.code): each.code, folded(each.name): each.code}
        for each in self._entries.values():
            for words in each.names:
                self._words.setdefault(folded(words), each.code)

    def __getitem__(self, code: str) -> Code:
        """This function returns the entry of a code."""
        return self._entries[code]

    def __iter__(self) -> Iterator[str]:
        """This function gives the codes."""
        return iter(self._entries)

    def __len__(self) -> int:
        """This function returns how many there are."""
        return len(self._entries)

    def match(self, words: str) -> str | None:
        """This function returns the code that words mean, or None where none is known."""
        return self._words.get(folded(words))


def _listed(name: str) -> Codes:
    return Codes(
        Code(code, english, tuple(n for n in names.split("|") if n))
        for which, code, english, names in rows("codes")
        if which == name
    )


TRANSPORTS = _listed("transport")
ROUTINGS = _listed("routing")
INSTALLATIONS = _listed("installation")
HIDING_PLACES = _listed("hiding")
FORMS = _listed("form")
