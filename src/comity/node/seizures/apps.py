"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.seizures"
    label = "seizures"

    def ready(self) -> None:
        """This function registers chores (retention, what intakes and photos left), and what messages do."""
        for name in ("erasing", "undoing", "photos", "joining_effects"):
            import_module(f"comity.node.seizures.{name}")
