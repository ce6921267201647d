"""Tags of a MISP event as marks: the taxonomies tlp and PAP, and ours for handling and evaluation."""

from __future__ import annotations

import re
from typing import Any

from comity.kernel import Evaluation, Handling, Pap, Restriction, Tlp
from comity.subjects.marks import STRICTEST, Marks, combined
from comity.subjects.readers.reading import Reading
from comity.subjects.readers.strict_json import texts

_OURS = re.compile(r'comity:(handling|evaluation)="([^"]{1,10})"')
_WHITE = "white"


def texts_of(attribute: dict[str, Any]) -> list[str]:
    """This function returns the texts of an attribute's value."""
    return [text for text in texts(attribute.get("value", [])) if text.strip()]


class Tagged:
    """What the tags of an event and of its attributes say.

    Args:
        reading: where a tag is reported that cannot be believed.
        event: the event.
        place: where it stands.
    """

    def __init__(self, reading: Reading, event: dict[str, Any], place: int) -> None:
        self.reading = reading
        self.event = self._marks(place, event)

    def of(self, place: int, attribute: dict[str, Any]) -> Marks | None:
        """This function returns the marks that an attribute has beside those of its event; None where it has none."""
        own = self._marks(place, attribute)
        if own is None:
            return None
        both = combined(own, self.event) if self.event else own
        return both if both != self.event else None

    def _marks(self, place: int, part: dict[str, Any]) -> Marks | None:
        listed = part.get("Tag")
        names = [str(t.get("name", "")) for t in listed if isinstance(t, dict)] if isinstance(listed, list) else []
        found = [marks for name in names if (marks := self._tag(place, name)) is not None]
        return combined(*found) if found else None

    def _tag(self, place: int, name: str) -> Marks | None:
        namespace, _colon, rest = name.partition(":")
        kind = namespace.strip().lower()
        least = Restriction(tlp=Tlp.CLEAR, pap=Pap.CLEAR)
        try:
            if kind == "tlp":
                label = Tlp.CLEAR if rest.lower() == _WHITE else Tlp.from_label(rest)
                return Marks(Restriction(tlp=label, pap=Pap.CLEAR))
            if kind == "pap":
                level = Pap.CLEAR if rest.lower() == _WHITE else Pap[rest.strip().upper()]
                return Marks(Restriction(tlp=Tlp.CLEAR, pap=level))
            if ours := _OURS.fullmatch(name):
                if ours[1] == "evaluation":
                    return Marks(least, Evaluation.parse(ours[2]))
                code = Handling(ours[2])
                words = "A restriction that the tag does not put into words." if code is Handling.H3 else ""
                return Marks(Restriction(frozenset({code}), Tlp.CLEAR, Pap.CLEAR, words))
        except (ValueError, KeyError):
            self.reading.fault(place, "Tag", name, "the tag is not known; the strictest marks hold")
            return STRICTEST
        return None
