"""What the templates of messages may use."""
