"""The slice as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class Slice(AppConfig):
    """What Django loads."""

    name = "comity.node.matching"
    label = "matching"

    def ready(self) -> None:
        """This function registers chores, the calls that partners make, and what follows a partner's standing."""
        from comity.node.matching import (
            accounts,
            agreeing,
            answering,
            budget_queries,
            calls,
            debits,
            joining,
            publishing,
        )
        from comity.node.partners import events, panels, peer

        import_module("comity.node.matching.chores")
        peer.register(calls.INDEX, answering.answer_index)
        peer.register(calls.CHECK, answering.answer_check)
        peer.register(calls.JOINT, joining.answer_joint)
        peer.register(calls.BUDGET, agreeing.answer_budget)
        peer.register(calls.ACCOUNT, accounts.answer_account)
        events.SUSPENDED.append(publishing.on_partner_stopped)
        events.GROUPED.append(publishing.on_partner_grouped)
        events.RECOVERED.append(debits.on_recovered)
        panels.PANELS.append(budget_queries.panel)
