"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.picture"
    label = "picture"

    def ready(self) -> None:
        """This function registers what partners' contributions do here."""
        from comity.node.picture import regional_effects  # noqa: F401 -- registers them
