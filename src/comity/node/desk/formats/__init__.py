"""How dates and numbers are written, one module a language."""
