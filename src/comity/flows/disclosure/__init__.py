"""What of a table of counts may be shown: small cells are merged, and nothing that is shown can be taken apart again.

`publish` divides the records of each year once, into groups of at least k. Every number of every table is a sum of
whole groups; a row that shares a group with another is shown as merged, from so many to so many. So whatever tables,
filters, totals and languages are laid beside each other, nobody learns more than the groups, and a member of a group
can be anything from nothing to the whole of it. What a correction changes moves in steps (`earlier`).

One cube is one publication: what counts the same records comes from one cube, or from cubes that begin with the same
levels (`docs/adr/0026`). The rule knows no language: names are put on codes afterwards.
"""

from comity.flows.disclosure.auditing import Exposure, audit
from comity.flows.disclosure.cubes import NOT_STATED, Amount, Cell, Cube, Dimension, Value
from comity.flows.disclosure.groups import Group, One, Others, Part
from comity.flows.disclosure.published import Published
from comity.flows.disclosure.publishing import METHOD, moved, publish, step_of
from comity.flows.disclosure.tables import Row, Shown, Table

__all__ = [
    "METHOD",
    "NOT_STATED",
    "Amount",
    "Cell",
    "Cube",
    "Dimension",
    "Exposure",
    "Group",
    "One",
    "Others",
    "Part",
    "Published",
    "Row",
    "Shown",
    "Table",
    "Value",
    "audit",
    "moved",
    "publish",
    "step_of",
]
