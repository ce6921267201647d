"""One agency's node: Django, one slice a topic."""
