"""The slice messaging."""
