"""The ledger: an append-only Merkle log of everything done, its proofs and heads. No I/O, no database, no clock.

- `tree`: RFC 9162 hashes and proofs over any store that gives the hashes of perfect subtrees;
- `leaf`: what an entry commits to, and how its details can be erased;
- `blocks`: 256 leaves at a time, padded, so that a head does not show how busy an agency is;
- `heads`: signed heads and attestations;

The node keeps rows and transactions (`comity.node.audit`). The form on the wire is in ``spec/ledger.md``.
"""

from comity.ledger.blocks import BLOCK, Blocks, close, log_consistency, log_inclusion, log_root, padded
from comity.ledger.heads import Attestation, Head, SignedHead, read_attestation, read_head, sign_attestation, sign_head
from comity.ledger.leaf import SALT_BYTES, Entry, commitment

__all__ = [
    "BLOCK",
    "SALT_BYTES",
    "Attestation",
    "Blocks",
    "Entry",
    "Head",
    "SignedHead",
    "close",
    "commitment",
    "log_consistency",
    "log_inclusion",
    "log_root",
    "padded",
    "read_attestation",
    "read_head",
    "sign_attestation",
    "sign_head",
]
