"""Tags of the picture's pages."""
