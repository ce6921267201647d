"""Forms of prosecutions."""
