"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.prosecutions"
    label = "prosecutions"

    def ready(self) -> None:
        """This function registers the chore that ends what is kept too long, and what a seizure's page shows."""
        import_module("comity.node.prosecutions.erasing")
        panel = import_module("comity.node.prosecutions.panel").panel
        import_module("comity.node.seizures.panels").PANELS.append(panel)
