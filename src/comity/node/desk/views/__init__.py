"""The desk's views: they call operations and queries and hold no rules."""
