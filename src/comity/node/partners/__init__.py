"""The slice partners."""
