"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.holdings"
    label = "holdings"

    def ready(self) -> None:
        """This function registers the chore that ends retention."""
        import_module("comity.node.holdings.erasing")
