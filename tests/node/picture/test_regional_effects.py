"""What a partner's program sends that keeps no rules: nothing of it reaches the picture."""

from collections import Counter

from comity.exchange.contents import Aggregates
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sending import send
from comity.node.picture.models import Contribution


def test_small_groups_of_a_partner_are_not_taken(three):
    levels = [("drug_group", "drug"), ("drug", "drug"), ("province", "place")]
    said = {
        "dataset": "seizures", "year": 2024, "revision": 1, "method": 1, "completeness": "complete",
        "levels": [{"name": name, "dimension": dimension} for name, dimension in levels], "measures": ["kilograms"],
    }  # fmt: skip
    for k, revision in ((2, 1), (11, 2)):
        row = {"chosen": [None, None, {"one": "TH-10"}], "count": k, "amounts": [None]}
        with three.at("TH") as node:
            send(
                actor=node.supervisor, message_type="aggregates", partner_ids=[three["KH"].id],
                content=Aggregates.model_validate(said | {"k": k, "revision": revision, "rows": [row]}),
            )  # fmt: skip
        three.settle()
    with three.at("KH"):
        assert Counter(m.state for m in Message.objects.filter(direction=THEIRS)) == {"poisoned": 1, "received": 1}
        assert [row.content["k"] for row in Contribution.objects.all()] == [11]
