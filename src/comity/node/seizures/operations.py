"""Everything that changes seizures; how is said in the files it comes from.

- `recording`: a seizure is recorded, drafts grow until they are;
- `correcting`: corrected, verified, withdrawn, with what it said before;
- `photos`: photos are added and withdrawn;
- `exhibiting`: exhibits and the steps of their custody;
- `intakes`: files are handed in, read, imported and undone; `jobs` leaves that to the worker;
- `exporting`: files leave;
- `involving`: persons and items tied to a seizure;
- `joining`: partners agree that a seizure was joint (called by its own name).
"""

from comity.node.seizures.correcting import (
    correct_seizure,
    note_counting,
    open_for_change,
    verify_seizure,
    withdraw_seizure,
)
from comity.node.seizures.exhibiting import record_exhibit, record_step
from comity.node.seizures.exporting import export_csv, export_xlsx
from comity.node.seizures.intakes import check_intake, import_file, receive_file, run_intake, undo_intake
from comity.node.seizures.involving import involve, quote_item, release
from comity.node.seizures.jobs import hand_in, leave_intake
from comity.node.seizures.photos import add_photo, withdraw_photo
from comity.node.seizures.recording import change_draft, record_seizure

__all__ = [
    "add_photo",
    "change_draft",
    "check_intake",
    "correct_seizure",
    "export_csv",
    "export_xlsx",
    "hand_in",
    "import_file",
    "involve",
    "leave_intake",
    "note_counting",
    "open_for_change",
    "quote_item",
    "receive_file",
    "record_exhibit",
    "record_seizure",
    "record_step",
    "release",
    "run_intake",
    "undo_intake",
    "verify_seizure",
    "withdraw_photo",
    "withdraw_seizure",
]
