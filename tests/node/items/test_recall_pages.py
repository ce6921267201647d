"""Pages of recalls: an item is taken back and corrected with a form, and who has not answered stands there."""

import pytest

from comity.node.items import operations as items
from comity.node.items.models import Copy, Item, ItemState
from comity.node.items.recall_models import Recall, RecallKind
from tests.node.items.giving import made, marks, row, share
from tests.node.items.test_recalls import settle


@pytest.fixture
def item(three):
    mine = made(three, "KH", marks("H0"))
    share(three, "KH", "VN", mine)
    return mine


def page(three, country, path, person="officer", **posted):
    with three.at(country) as node:
        client = node.client(person)
        answer = client.post(path, posted) if posted else client.get(path)
        return answer.status_code, answer.content.decode()


def test_an_officer_takes_an_item_back_and_sees_who_has_not_answered(three, item):
    path = f"/items/{item.id}/recall"
    code, said = page(three, "KH", path)
    assert (code, "It was never taken back" in said, "This cannot be undone" in said) == (200, True, True)
    assert page(three, "KH", path, reason="wrong", words="")[0] == 400
    three.cut.add("VN")
    assert page(three, "KH", path, reason="wrong", words="Another lorry.")[0] == 302
    settle(three)
    code, said = page(three, "KH", path)
    assert "Agency of VN" in said
    assert "has not answered" in said
    assert "Agency of VN" in page(three, "KH", "/recalls/")[1]
    assert "Recalls not proven yet" in page(three, "KH", "/")[1]
    three.cut.clear()
    three.later(hours=8)
    settle(three)
    code, said = page(three, "KH", path)
    assert "every copy treated, and proven" in said
    assert "Every recall is proven" in page(three, "KH", "/recalls/")[1]
    assert item.wire_id in page(three, "KH", "/recalls/?all=1")[1]
    code, said = page(three, "KH", f"/items/{item.id}")
    assert "who has proved it" in said


def test_an_officer_corrects_an_item_field_by_field(three, item):
    path = f"/items/{item.id}/correct"
    code, said = page(three, "KH", path)
    assert (code, "Sok Dara" in said or "subject-" in said) == (200, True)
    given = {"wrong": "The colour.", "text": "A grey lorry.", "evaluation": "A1", "date_of_data": "2026-11"}
    with three.at("KH"):
        subject = Item.objects.get(id=item.id).subject["properties"]
    given |= {f"subject-{prop}-{n}": value for prop, values in subject.items() for n, value in enumerate(values)}
    assert page(three, "KH", path, **given | {"evaluation": "Z9"})[0] == 400
    assert page(three, "KH", path, **given)[0] == 302
    settle(three)
    there = row(three, "VN", item)
    assert (there.text, there.evaluation, there.subject["properties"]) == ("A grey lorry.", "A1", subject)
    with three.at("KH"):
        assert Recall.objects.get().kind == RecallKind.CORRECTION


def test_another_agencys_item_shows_what_its_owner_wants_and_what_only_people_reach(three, item):
    there = row(three, "VN", item)
    with three.at("VN") as node:
        items.put_on_paper(actor=node.officer, items=[there])
    path = f"/items/{there.id}/recall"
    assert "Its owner lets it stand" in page(three, "VN", path)[1]
    assert page(three, "VN", path, reason="wrong", words="No.")[0] == 400, "it is another agency's"
    assert page(three, "VN", f"/items/{there.id}/correct")[0] == 302
    page(three, "KH", f"/items/{item.id}/recall", reason="safety-of-a-person", words="She is in danger.")
    settle(three)
    said = page(three, "VN", path)[1]
    assert "She is in danger." in said
    assert "It is destroyed" in said
    with three.at("VN"):
        copy = Copy.objects.get().id
    destroyed = f"/items/{there.id}/copies/{copy}/destroyed"
    assert page(three, "VN", destroyed, "analyst", x="1")[0] == 403
    assert page(three, "VN", destroyed, x="1")[0] == 302
    assert page(three, "VN", destroyed, x="1")[0] == 302, "again is no fault"
    settle(three)
    assert "every copy treated, and proven" in page(three, "KH", f"/items/{item.id}/recall")[1]


def test_who_may_not(three, item):
    path = f"/items/{item.id}/recall"
    assert page(three, "KH", path, "auditor")[0] == 403
    assert page(three, "KH", path, "analyst", reason="wrong", words="No.")[0] in {400, 403}
    assert row(three, "KH", item).state == ItemState.IN_FORCE
