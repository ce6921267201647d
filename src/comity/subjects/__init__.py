"""What a subject is, and readers that turn files into subjects.

A `Subject` is an id, a schema of FollowTheMoney and values; `readers.read` gives subjects and faults of a file,
`writers.write_csv` writes what the reader reads back. Keys and comparison are left to `linkage`, storing to the node.
"""

from comity.subjects.model import NEVER_INDEXED, Role, Schema, Subject, Value

__all__ = ["NEVER_INDEXED", "Role", "Schema", "Subject", "Value"]
