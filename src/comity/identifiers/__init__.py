"""To be said by who builds this room."""
