"""Everything that changes the ledger; how is said in the files it comes from.

- `recording`: entries, heads over them, erasing details, alarms;
- `witnessing`: heads carried to and from partners, attestations;
- `heartbeat`: comparing before the first head goes out;
- `recovery`: after partners turned out to know more of this node than it does.
"""

from comity.node.audit.heartbeat import ensure_compared
from comity.node.audit.recording import close_alarm, erase_details, raise_alarm, record, seal
from comity.node.audit.recovery import begin_recovery, require_able_to_send, start_new_log
from comity.node.audit.witnessing import (
    accept_proofs,
    attest,
    carried_head,
    compare,
    keep_head,
    kept_head,
    report_inconsistent,
    settle,
)

__all__ = [
    "accept_proofs",
    "attest",
    "begin_recovery",
    "carried_head",
    "close_alarm",
    "compare",
    "ensure_compared",
    "erase_details",
    "keep_head",
    "kept_head",
    "raise_alarm",
    "record",
    "report_inconsistent",
    "require_able_to_send",
    "seal",
    "settle",
    "start_new_log",
]
