"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.desk"
    label = "desk"

    def ready(self) -> None:
        """This function connects what listens: signing in and out, banners, the sections of Today in their order."""
        for name in ("emergencies", "pulse", "sections", "sessions", "waiting", "courts"):
            import_module(f"comity.node.desk.{name}")
