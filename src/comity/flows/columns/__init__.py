"""Files with the columns of UNODC's individual drug seizures (IDS), CSV or XLSX, read without loss.

Every value is understood, says that nothing is known, or stands among what is `Unread` with its reason; the other
values of its row stay, and so do the words. What was assumed about values that were kept is counted. Files are opened
by `comity.subjects.readers`; storing what was read is left to the node, and counting it to `comity.flows.tables`.
"""

from comity.flows.columns.model import COLUMNS, Line, Unread
from comity.flows.columns.reading import Assumed, Columns, read_columns

__all__ = ["COLUMNS", "Assumed", "Columns", "Line", "Unread", "read_columns"]
