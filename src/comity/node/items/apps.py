"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.items"
    label = "items"

    def ready(self) -> None:
        """This function registers the chore that ends what is kept too long, and who knows of consents."""
        for name in ("ending", "recalling"):
            import_module(f"comity.node.items.{name}")
        from comity.node.holdings import handling
        from comity.node.items.binding import consents_by_item

        handling.consents_by(consents_by_item)
