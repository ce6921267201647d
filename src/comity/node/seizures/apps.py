"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.seizures"
    label = "seizures"

    def ready(self) -> None:
        """This function registers the chores: retention, intakes that left something, files without a photo."""
        for name in ("erasing", "undoing", "photos"):
            import_module(f"comity.node.seizures.{name}")
