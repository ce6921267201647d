"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.messaging"
    label = "messaging"

    def ready(self) -> None:
        """This function registers who takes messages, what each does here, who tells where chains stand."""
        from comity.node.items import told
        from comity.node.matching import fishing
        from comity.node.messaging import (  # noqa: F401 -- some register chores
            announcing,
            comparing,
            delivering,
            effects,
            following,
            forgetting,
            recalling,
            receiving,
            reminding,
            telling,
        )
        from comity.node.partners import peer

        effects.load()
        fishing.REQUESTS.append(following.requests)
        told.SOURCES.append(following.reads_told)
        peer.register(peer.MESSAGE, receiving.take)
        peer.register(comparing.SYNC, comparing.answer_sync)
