"""Who works at this agency: accounts, roles, signing in. Permissions themselves are a table in node.permissions."""
