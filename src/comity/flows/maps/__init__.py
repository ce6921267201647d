"""Maps and charts as SVG: plain rows in, a picture out that refers to nothing outside and runs no script.

Colours are custom properties (`style`), so that one picture is right by day, by night and on paper. What is counted,
which cells are hidden and what words are used is left to who calls; positions below the country come from
`comity.flows.gazetteer`.
"""

from comity.flows.maps.bars import bars, share_bar
from comity.flows.maps.flow_map import flow_map
from comity.flows.maps.model import Bar, Flow, Known, Period, Share, Spot
from comity.flows.maps.timeline import timeline
from comity.flows.maps.words import ENGLISH, Words

__all__ = [
    "ENGLISH", "Bar", "Flow", "Known", "Period", "Share", "Spot", "Words", "bars", "flow_map", "share_bar", "timeline",
]  # fmt: skip
