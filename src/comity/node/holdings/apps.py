"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.holdings"
    label = "holdings"

    def ready(self) -> None:
        """This function registers the chores: retention, keys of another version, imports that left something."""
        for name in ("erasing", "keying", "undoing"):
            import_module(f"comity.node.holdings.{name}")
