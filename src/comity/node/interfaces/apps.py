"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.interfaces"
    label = "interfaces"

    def ready(self) -> None:
        """This function registers the chores."""
        from comity.node.interfaces import delivering  # noqa: F401 -- it registers itself
