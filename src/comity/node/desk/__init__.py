"""The slice desk."""
