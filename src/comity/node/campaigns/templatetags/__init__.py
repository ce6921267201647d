"""How campaigns are shown."""
