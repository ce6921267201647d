"""The command ``comity``: one file a group. Commands read arguments, call operations and queries, print; no rules."""
