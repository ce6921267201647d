"""Items on pages: what was received and given, one item with every use, consent asked and granted by two people."""

from __future__ import annotations

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.kernel import Tlp
from comity.node.items.models import Consent, Copy, Item, ItemRead
from tests.node.items.giving import TEXT, given, made, marks, row, share


def seen(response):
    assert response.status_code == 200, response.content[:500]
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def test_lists_say_what_came_and_what_went(three):
    item = given(three, "KH", "VN", marks("H2"))
    with three.at("VN") as node:
        page = seen(node.client().get("/items/"))
        assert TEXT in page
        assert "Agency of KH" in page
        assert "Nothing was given yet" in seen(node.client().get("/items/?given=1"))
    with three.at("KH") as node:
        assert TEXT in seen(node.client().get("/items/?given=1"))
        assert "Nothing was received yet" in seen(node.client().get("/items/"))
    assert item.came_from_id == three["KH"].id


def test_a_list_asks_the_database_no_more_often_for_more_items(three):
    def asked() -> int:
        with three.at("VN") as node:
            client = node.client()
            client.get("/items/")
            with CaptureQueriesContext(connection) as queries:
                assert TEXT in seen(client.get("/items/"))
            return len(queries)

    given(three, "KH", "VN", marks("H2"))
    for_one = asked()
    given(three, "KH", "VN", marks("H2"))
    given(three, "KH", "VN", marks("H1", tlp=Tlp.RED))
    assert asked() == for_one


def test_an_items_page_says_every_use_with_the_reason(three):
    item = given(three, "KH", "VN", marks("H1", "H2", tlp=Tlp.AMBER))
    with three.at("VN") as node:
        page = seen(node.client().get(f"/items/{item.id}"))
        assert TEXT in page
        assert "It may not be used as evidence without its owner's permission (H1)." in page
        assert "It may not be passed on without its owner's permission (H2)." in page
        assert "hand it onward to <bdi>Agency of TH" in page
        assert ItemRead.objects.filter(item=item, user_id=node.officer.user_id, purpose="investigation").exists()


def test_who_an_item_was_not_given_to_reads_the_reason_and_not_the_text(three):
    item = given(three, "KH", "VN", marks(tlp=Tlp.RED))
    with three.at("VN") as node:
        for page in (node.client().get(f"/items/{item.id}"), node.client().get("/items/")):
            assert TEXT not in seen(page)
        page = seen(node.client().get(f"/items/{item.id}"))
        assert "It is for the eyes of those only whom it was given to (TLP RED)." in page
        assert not ItemRead.objects.exists()
        assert TEXT in seen(node.client("supervisor").get(f"/items/{item.id}"))


def test_consent_is_asked_from_the_items_page_and_granted_by_the_owner(three):
    item = given(three, "KH", "VN", marks("H2"))
    with three.at("VN") as node:
        client, address = node.client(), f"/items/{item.id}/consent"
        assert TEXT in seen(client.get(f"{address}?use=forward&to={three['TH'].id}"))
        said = {"use": "forward", "recipient": three["TH"].id, "reason": "They can stop it.", "tlp": "0", "pap": "0"}
        wrong = client.post(address, said | {"recipient": ""})
        assert wrong.status_code == 400
        assert "Choose the partner." in wrong.content.decode()
        assert "The owner is asked." in seen(client.post(address, said, follow=True))
    three.settle()
    with three.at("KH") as node:
        client = node.client("supervisor")
        assert "Waiting for your agency's answer" in seen(client.get("/consents/"))
        asked = Consent.objects.get()
        page = seen(client.get(f"/consents/{asked.id}"))
        assert "They can stop it." in page
        refused = client.post(f"/consents/{asked.id}", {"answer": "refuse"})
        assert refused.status_code == 400
        assert "Exactly this use is allowed now." in seen(
            client.post(f"/consents/{asked.id}", {"answer": "grant", "words": "Once."}, follow=True)
        )
    three.settle()
    share(three, "VN", "TH", item)
    assert row(three, "TH", item).text == TEXT
    with three.at("VN") as node:
        assert "with its owner's consent" in seen(node.client().get(f"/items/{item.id}"))
    with three.at("KH") as node:
        page = seen(node.client().post(f"/consents/{asked.id}", {"answer": "refuse", "words": "Over."}, follow=True))
        assert "withdrawn" in page


def test_a_record_is_made_of_an_item_and_keeps_its_marks(three):
    item = given(three, "KH", "VN", marks("H2"), permitted_purposes=("investigation",))
    with three.at("VN") as node:
        client = node.client()
        form = seen(client.get(f"/items/{item.id}/derive"))
        assert "Make a record of it" in form
        page = seen(client.post(
            f"/items/{item.id}/derive",
            {"schema": "Person", "role": "suspect", "property-0": "name", "value-0": "Sok Dara"}, follow=True,
        ))  # fmt: skip
        assert "Sok Dara" in page
        assert "The item it came from" in page
        assert Copy.objects.get(item=item).kind == "holding"


def test_paper_and_file_carry_marks_and_name_what_is_left_out(three):
    free = given(three, "KH", "VN", marks("H2"))
    red = given(three, "KH", "VN", marks(tlp=Tlp.RED), text="For one person only.")
    with three.at("VN") as node:
        client, chosen = node.client("supervisor"), {"item": [free.id, red.id]}
        for answer in (client.post("/items/print", chosen), client.post("/items/export", chosen)):
            said = seen(answer)
            assert TEXT in said
            assert "H0 H2" in said or "H2" in said
            assert "For one person only." not in said
            assert "(TLP RED), not for paper or files." in said
        assert sorted(Copy.objects.values_list("kind", flat=True)) == ["export", "print"]
        page = seen(client.post("/items/print", {"item": red.id}, follow=True))
        assert "not for paper or files" in page


def test_an_item_is_tightened_by_who_holds_it_and_never_loosened(three):
    item = given(three, "KH", "VN", marks("H2"))
    until = item.retention_until.isoformat()
    with three.at("VN") as node:
        client, address = node.client(), f"/items/{item.id}/tighten"
        tighter = {"handling": ["H1", "H2"], "tlp": "2", "pap": "2", "retention_until": until}
        assert "bound more strictly" in seen(client.post(address, tighter, follow=True))
        looser = client.post(address, tighter | {"handling": []})
        assert looser.status_code == 400
        assert "would be looser" in looser.content.decode()
        assert Item.objects.get().handling == "H0 H1 H2"
        assert node.client("supervisor").post(f"/items/{item.id}/loosen", tighter | {"reason": "x"}).status_code == 400


def test_the_marks_of_what_is_ours_are_lowered_by_a_supervisor_with_a_reason(three):
    item = made(three, "KH", marks("H2", tlp=Tlp.RED))
    with three.at("KH") as node:
        lower = {"handling": [], "tlp": "2", "pap": "2", "reason": "The source agreed."}
        assert node.client().post(f"/items/{item.id}/loosen", lower).status_code == 403
        assert "Its marks are lower here." in seen(
            node.client("supervisor").post(f"/items/{item.id}/loosen", lower, follow=True)
        )
        assert Item.objects.get().tlp == Tlp.AMBER
