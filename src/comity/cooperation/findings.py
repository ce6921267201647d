"""What is missing, or what to mind, as a code with its values; one plain sentence in English for each code.

The values stay codes, so that another language can say the same with its own words: see `SENTENCES` for which code has
which values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from comity.kernel.countries import country_name

SENTENCES: Mapping[str, str] = MappingProxyType({
    "standard": "{instrument} is a standard and no legal basis by itself; it asks for a memorandum between both sides.",
    "domestic": "{instrument} is between countries; an exchange inside {country} needs a law.",
    "not-a-party": "{country} is not a party to {instrument}.",
    "signed-only": "{country} signed {instrument}, and has not ratified it.",
    "date-unknown": "It is not recorded since when {instrument} binds {country}.",
    "not-yet-bound": "{instrument} binds {country} only from {day}.",
    "no-longer-bound": "{instrument} bound {country} until {day}.",
    "not-in-force-yet": "{instrument} is in force only from {day}.",
    "ended": "{instrument} ended on {day}.",
    "offence": "{instrument} does not cover {offence}.",
    "purpose": "{instrument} is not for {purpose}.",
    "kind": "{instrument} does not provide for this: {kind}.",
    "channel": "{instrument} provides for this through other channels ({channels}), and not through {channel}.",
    "dual-criminality": "{instrument} asks how the offence is named in both laws, and that is not stated.",
})  # fmt: skip
"""Each reason why an instrument does not allow an exchange."""

WAYS_OUT: Mapping[str, str] = MappingProxyType({
    "standard": "Name the memorandum between both units.",
    "domestic": "Record the law that lets both agencies exchange this.",
    "not-a-party": "Choose an instrument that binds both countries.",
    "signed-only": "Choose an instrument that binds both countries.",
    "date-unknown": "Have your lawyers look up the day and enter it.",
    "not-yet-bound": "Choose another instrument until then.",
    "no-longer-bound": "Choose another instrument.",
    "not-in-force-yet": "Choose another instrument until then.",
    "ended": "Choose another instrument.",
    "offence": "Choose an instrument that covers the offence.",
    "purpose": "Choose an instrument that serves the purpose.",
    "kind": "Choose an instrument that provides for it.",
    "channel": "Send it through the authority that the instrument names.",
    "dual-criminality": "Say how the offence is named in both laws.",
})  # fmt: skip
"""What to do about each reason."""

CAUTIONS: Mapping[str, str] = MappingProxyType({
    "to-check": "Lawyers have yet to check what is recorded of {instrument}.",
    "party-to-check": "It has yet to be checked since when {instrument} binds {country}.",
    "declaration": "{country} joined {instrument} with a declaration: {words}",
    "dual-criminality-asked": "{country} may ask how the offence is named in both laws.",
    "offences-limited": "{instrument} covers some offences only, and no offence is stated.",
})  # fmt: skip
"""What to mind although an instrument allows an exchange."""

SUGGESTIONS: Mapping[str, str] = MappingProxyType({
    "would-join": "If {country} joined {instrument}, it would allow this.",
    "look-up-date": "{instrument} may allow this: it is only not recorded since when it binds {country}.",
    "other-channel": "{instrument} allows this through other channels: {channels}.",
    "say-dual-criminality": "{instrument} allows this once it is said how the offence is named in both laws.",
})  # fmt: skip
"""What could be used instead where nothing allows an exchange."""

_ALL = MappingProxyType({**SENTENCES, **CAUTIONS, **SUGGESTIONS})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing, to be minded or to be tried.

    Args:
        code: a key of `SENTENCES`, `CAUTIONS` or `SUGGESTIONS`.
        values: instrument (its reference), country (alpha-2), offence, purpose, kind, channel, channels (codes with
            commas), day (ISO 8601) or words, as the code needs them.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """This function returns one plain sentence in English."""
        return _ALL[self.code].format_map({name: _in_words(name, value) for name, value in self.values.items()})

    @property
    def way_out(self) -> str:
        """This function returns what to do about a reason, in English; empty for cautions and suggestions."""
        return WAYS_OUT.get(self.code, "")


def _in_words(name: str, value: str) -> str:
    if name == "country":
        return country_name(value)
    if name in {"instrument", "day", "words"}:
        return value
    return value.replace("-", " ")
