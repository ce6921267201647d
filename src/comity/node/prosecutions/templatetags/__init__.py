"""How prosecutions are shown."""
