"""Pages of prosecutions."""
