"""The slice matching."""
