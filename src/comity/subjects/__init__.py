"""What a subject is, and readers that turn files into subjects."""

from comity.subjects.model import NEVER_INDEXED, Role, Schema, Subject, Value

__all__ = ["NEVER_INDEXED", "Role", "Schema", "Subject", "Value"]
