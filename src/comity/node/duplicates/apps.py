"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        """This function registers the chore that looks for duplicates."""
        import_module("comity.node.duplicates.finding")
