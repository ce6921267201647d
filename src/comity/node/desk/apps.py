"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.desk"
    label = "desk"

    def ready(self) -> None:
        """This function connects what listens: signing in and out, the sections of Today, the banners."""
        from comity.node.desk import courts, emergencies, pulse, sections, sessions, waiting  # noqa: F401 -- they register themselves
