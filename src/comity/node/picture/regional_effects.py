"""A partner's contribution arrives: it is kept, and takes the place of the earlier revision."""

from __future__ import annotations

from comity.exchange.contents import Aggregates
from comity.kernel import InvalidInput
from comity.node.messaging.effects import Arrival, effect
from comity.node.picture import aggregating
from comity.node.picture.models import Contribution


@effect("aggregates")
def take_contribution(arrival: Arrival) -> None:
    """This function keeps what a partner counts; a revision that comes late stands behind a later one."""
    said = arrival.said(Aggregates)
    if said.year > arrival.now.year:
        raise InvalidInput("Contribution", "its year has not begun", "Mend the year", code="picture.year")
    if said.k < aggregating.K:
        raise InvalidInput(
            "Contribution", f"it shows groups of fewer than {aggregating.K}", "Merge them with others",
            code="picture.small",
        )  # fmt: skip
    if not aggregating.fits(said, arrival.partner.country):
        raise InvalidInput(
            "Contribution", "its levels are not those of the dataset, or it counts in another country",
            "Send what your own country counts", code="picture.levels",
        )  # fmt: skip
    rows = Contribution.objects.select_for_update(of=("self",)).filter(
        partner=arrival.partner, dataset=said.dataset, year=said.year
    )
    content = said.document()
    known = rows.filter(revision=said.revision).first()
    if known is not None:
        if known.content is not None and known.content != content:
            raise InvalidInput(
                "Contribution", "another one has the same revision", "Send it under the next revision",
                code="picture.revision",
            )  # fmt: skip
        return
    stands = not rows.filter(revision__gt=said.revision).exists()
    if stands:
        rows.update(stands=False, content=None)
    Contribution.objects.create(
        partner=arrival.partner, dataset=said.dataset, year=said.year, revision=said.revision,
        content=content if stands else None, stands=stands, message=arrival.message.id, received=arrival.now,
    )  # fmt: skip
