"""How the parameters of the name engine are fitted."""
