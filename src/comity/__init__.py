"""Comity: agencies of neighbouring countries work together without handing over their files."""

__version__ = "0.1.0"
