"""Everything that changes holdings; how is said in the files it comes from.

- `importing`: files become holdings, whole or not at all; `checking`: large ones are read by the worker first;
- `correcting`: one holding is recorded, added to, corrected, handled differently;
- `merging`: subjects are found to be one, or not;
- `erasing`: retention ends;
- `exporting`: holdings of a case leave as CSV.
"""

from comity.node.holdings.checking import check_received, receive_file
from comity.node.holdings.correcting import add_statement, change_holding, correct_statement, record_holding
from comity.node.holdings.erasing import erase_expired, erase_holding
from comity.node.holdings.exporting import export_csv
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.importing import check_file, import_file, queue_checked, run_checked, undo_import
from comity.node.holdings.merging import merge, unmerge

__all__ = [
    "Grounds",
    "add_statement",
    "change_holding",
    "check_file",
    "check_received",
    "correct_statement",
    "erase_expired",
    "erase_holding",
    "export_csv",
    "import_file",
    "merge",
    "queue_checked",
    "receive_file",
    "record_holding",
    "run_checked",
    "undo_import",
    "unmerge",
]
