"""The ledger: an append-only Merkle log of everything done, its proofs and heads. No I/O, no database, no clock.

- `tree`: RFC 9162 hashes and proofs over any store that gives the hashes of perfect subtrees;
- `leaf`: what an entry commits to, and how its details can be erased;
- `blocks`: 256 leaves at a time, padded, so that a head does not show how busy an agency is;
- `heads`: signed heads, and attestations of which heads are kept;
- `calls`: the documents of the hourly call;
- `witness`: what to do with a partner's head;
- `recovery`: beginning a new log after a loss;
- `rows`, `verification`: proving a log from its rows.

The node keeps rows and transactions (`comity.node.audit`). The form on the wire is in ``spec/ledger.md``.
"""

from comity.ledger.blocks import BLOCK, Blocks, close, log_consistency, log_inclusion, log_root, padded, peaks
from comity.ledger.calls import Answer, Question
from comity.ledger.heads import Attestation, Head, SignedHead, read_attestation, read_head, sign_attestation, sign_head
from comity.ledger.leaf import SALT_BYTES, Entry, commitment
from comity.ledger.recovery import Start
from comity.ledger.witness import Carried, Verdict, check_proof, inconsistent, judge, read_carried

__all__ = [
    "BLOCK",
    "SALT_BYTES",
    "Answer",
    "Attestation",
    "Blocks",
    "Carried",
    "Entry",
    "Head",
    "Question",
    "SignedHead",
    "Start",
    "Verdict",
    "check_proof",
    "close",
    "commitment",
    "inconsistent",
    "judge",
    "log_consistency",
    "log_inclusion",
    "log_root",
    "padded",
    "peaks",
    "read_attestation",
    "read_carried",
    "read_head",
    "sign_attestation",
    "sign_head",
]
