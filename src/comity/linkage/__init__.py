"""What two agencies both know, found without showing what only one knows. The authority is ``spec/hit-no-hit.md``.

Here are keys, tokens, indexes, deltas, handles, policy, budgets, both sides of a check, and the weighing of evidence:
state and rules, no I/O. Time, randomness and limits are passed in. Left to others: how names and identifiers are read
(`names`, `identifiers`), the function itself (`crypto.oprf`), signatures and sealing (`exchange`), what is stored and
sent (`node.matching`).

Read in this order: `keys`, `tokens`, `publication` (owner) and `index` (partner), `checks`, `evidence`.
"""

from comity.linkage.checks import Asker, Statement
from comity.linkage.evidence import Asked, Evidence, Prior, Strength, judge, weigh
from comity.linkage.index import Found, Index
from comity.linkage.keys import Key, Kind, keys_of, version
from comity.linkage.manifest import Canary, Manifest
from comity.linkage.pending import Pending
from comity.linkage.policy import Candidate, Terms, admits, permitted
from comity.linkage.publication import Delta, Entrant, Publication
from comity.linkage.rarity import Rarity
from comity.linkage.tokens import SCHEME, function_input, key_id, own_tokens

__all__ = [
    "SCHEME",
    "Asked",
    "Asker",
    "Canary",
    "Candidate",
    "Delta",
    "Entrant",
    "Evidence",
    "Found",
    "Index",
    "Key",
    "Kind",
    "Manifest",
    "Pending",
    "Prior",
    "Publication",
    "Rarity",
    "Statement",
    "Strength",
    "Terms",
    "admits",
    "function_input",
    "judge",
    "key_id",
    "keys_of",
    "own_tokens",
    "permitted",
    "version",
    "weigh",
]
