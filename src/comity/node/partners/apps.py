"""The slice as Django knows it."""

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.partners"
    label = "partners"

    def ready(self) -> None:
        """This function registers what other parts call: chores, the ledger's directory, the card call."""
        from comity.node.audit import directory
        from comity.node.partners import chores, peer, witnesses

        directory.register(witnesses.Witnesses())
        peer.register(chores.CARD, chores.answer_card)
        peer.register(witnesses.HEADS, witnesses.answer_heads)
