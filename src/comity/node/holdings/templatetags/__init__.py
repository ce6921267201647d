"""Words of holdings in templates."""
