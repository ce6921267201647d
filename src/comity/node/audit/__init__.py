"""The slice audit."""
