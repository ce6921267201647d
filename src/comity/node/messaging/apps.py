"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.messaging"
    label = "messaging"

    def ready(self) -> None:
        """This function registers who takes messages and answers where chains stand, and the chores."""
        from comity.node.messaging import comparing, delivering, receiving  # noqa: F401 -- delivering registers chores
        from comity.node.partners import peer

        peer.register(peer.MESSAGE, receiving.take)
        peer.register(comparing.SYNC, comparing.answer_sync)
