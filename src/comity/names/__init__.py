"""A name in any script: its readings, its keys for linkage, and how alike two names are, with reasons.

Khmer, Lao, Thai, Burmese (Zawgyi is converted), Chinese, Vietnamese and Latin have tables of their own in ``tables/``;
any other script is read through anyascii. A table is data: a new romanisation or dialect is added there.
Comparing knows the two names alone, no list of others; what else is known of a subject is linkage's business.

    >>> compare("Sok Dara", "Dara Sok").score > 0.9
    True
"""

from comity.names.comparison import compare
from comity.names.keys import VERSION, keys
from comity.names.model import Comparison, Name, Reading, Reason, Token
from comity.names.readings import read

__all__ = ["VERSION", "Comparison", "Name", "Reading", "Reason", "Token", "compare", "keys", "read"]
