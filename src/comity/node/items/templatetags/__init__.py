"""Words of items for templates."""
