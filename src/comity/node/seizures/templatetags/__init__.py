"""Words of seizures for templates."""
