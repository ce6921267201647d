"""Records for the tests of the slice: what the tests of holdings have, and a way to look for duplicates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.node.holdings.conftest import _cheap_passwords, colleague, grounds, import_text, record  # noqa: F401


@pytest.fixture
def look() -> Callable[[], list[tuple[str, str]]]:
    """Looks through all changes and returns the pairs of references that wait."""
    from comity.node.duplicates.finding import find_batch
    from comity.node.duplicates.models import Proposal, ProposalState

    def through(batch: int = 1000) -> list[tuple[str, str]]:
        while find_batch(batch):
            pass
        waiting = Proposal.objects.filter(state=ProposalState.OPEN)
        return sorted(tuple(sorted(p)) for p in waiting.values_list("first__reference", "second__reference"))

    return through
