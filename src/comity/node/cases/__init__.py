"""Cases, standing duties, legal instruments and working periods: why something is done. Holdings are another slice."""
