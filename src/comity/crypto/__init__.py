"""Keys, signatures, sealing and the keyring: the only room that imports a crypto library.

`canonical` writes and reads canonical JSON (RFC 8785), `signatures` signs bytes and documents with Ed25519 (RFC 8032,
RFC 7515, RFC 9864), `sealing` seals to a node with HPKE and a hybrid post-quantum KEM (RFC 9180), `keyring` keeps a
node's own keys at rest. `oprf` holds the oblivious pseudo-random function and is imported by its own name, because its
library is large. What a signature or a sealed part *means* is left to `exchange`, `linkage` and `ledger`.
"""

from comity.crypto.canonical import canonical, parse_canonical
from comity.crypto.keyring import Keyring, SealingPeriod
from comity.crypto.sealing import SealingKey, check_sealing_key, seal, sealing_key_id
from comity.crypto.signatures import SigningKey, check_public_key, key_id, verify, verify_document

__all__ = [
    "Keyring",
    "SealingKey",
    "SealingPeriod",
    "SigningKey",
    "canonical",
    "check_public_key",
    "check_sealing_key",
    "key_id",
    "parse_canonical",
    "seal",
    "sealing_key_id",
    "verify",
    "verify_document",
]
