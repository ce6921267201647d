"""The slice holdings."""
