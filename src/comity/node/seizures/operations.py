"""Everything that changes seizures; how is said in the files it comes from.

- `recording`: a seizure is recorded, drafts grow until they are;
- `correcting`: corrected, verified, withdrawn, with what it said before;
- `exhibiting`: exhibits and the steps of their custody;
- `involving`: persons and items tied to a seizure.
"""

from comity.node.seizures.correcting import correct_seizure, note_counting, verify_seizure, withdraw_seizure
from comity.node.seizures.exhibiting import record_exhibit, record_step
from comity.node.seizures.involving import involve, quote_item, release
from comity.node.seizures.recording import change_draft, record_seizure

__all__ = [
    "change_draft",
    "correct_seizure",
    "involve",
    "note_counting",
    "quote_item",
    "record_exhibit",
    "record_seizure",
    "record_step",
    "release",
    "verify_seizure",
    "withdraw_seizure",
]
