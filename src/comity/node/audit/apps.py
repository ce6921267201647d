"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.audit"
    label = "audit"

    def ready(self) -> None:
        """This function registers what other parts call: chores."""
        from comity.node.audit import chores  # noqa: F401 -- registers itself
