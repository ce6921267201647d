"""Pages of conversations; they call operations and queries and hold no rules."""
