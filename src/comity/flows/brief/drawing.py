"""Pictures of `comity.flows.maps` as paper takes them: colours written out, and each script in the font that has it.

typst draws SVG without custom properties, media queries and languages, and does not look for a letter in another font.
"""

from __future__ import annotations

import re

from comity.flows.maps.style import palette

LATIN, KHMER = "Noto Sans", "Noto Sans Khmer"
_BLOCK = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_FAMILY = re.compile(r"font-family:[^;}]*")
_COLOUR = re.compile(r"var\(--cm-([a-z0-9-]+)\)")
_PROPERTY = re.compile(r"--cm-[a-z0-9-]+:[^;}]*;?")
_STYLE = re.compile(r"(<style>)(.*?)(</style>)", re.DOTALL)
_WORDS = re.compile(r"(<(?:text|tspan)\b[^>]*>)([^<]*[\u1780-\u17ff\u19e0-\u19ff][^<]*)(?=<)")
_KHMER = re.compile(r"[\u1780-\u17ff\u19e0-\u19ff\u200b]+(?:\s+(?=[\u1780-\u17ff]))?")


def on_paper(svg: str) -> str:
    """This function returns a picture that stands alone, drawn for print, as typst can draw it."""
    colours = palette("print")

    def plain(found: re.Match[str]) -> str:
        sheet = _PROPERTY.sub("", _BLOCK.sub("", found[2]))
        sheet = _COLOUR.sub(lambda each: colours.get(each[1], "#000000"), sheet)
        return found[1] + _FAMILY.sub(f'font-family: "{LATIN}"', sheet) + found[3]

    return _WORDS.sub(_scripts, _STYLE.sub(plain, svg))


def _scripts(found: re.Match[str]) -> str:
    parts = _KHMER.sub(lambda each: f'<tspan font-family="{KHMER}">{each[0]}</tspan>', found[2])
    return found[1] + parts
