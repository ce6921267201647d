"""Pages of seizures; views hold no rules."""
