"""A brief of one or two pages for somebody who has no time: what is known, what is not, and how it was counted.

`Brief` is plain content in one language; `pdf` and `pages` set it with typst and the fonts that ship here. What it says
and in which words is left to the node. It needs the extra ``analysis``, imported where it is used.
"""

from comity.flows.brief.content import Brief, Picture, Table
from comity.flows.brief.drawing import Drawing, on_paper
from comity.flows.brief.setting import pages, pdf

__all__ = ["Brief", "Drawing", "Picture", "Table", "on_paper", "pages", "pdf"]
