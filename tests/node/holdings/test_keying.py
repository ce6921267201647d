"""Keys and terms of holdings are kept, and derived anew where they are of another version."""

import pytest

from comity import linkage
from comity.linkage import Key
from comity.node.holdings import keying, operations, queries
from comity.node.holdings.models import Holding, Term
from comity.node.permissions import Role as Person
from comity.node.runtime import limits
from comity.subjects import NEVER_INDEXED, Role

pytestmark = pytest.mark.django_db
OLD = "0/0/0"


def derived(held: Holding) -> tuple[Key, ...]:
    (found,) = [each for batch in queries.indexable([held.id]) for each in batch]
    return linkage.keys_of(found.subject, limits=limits())


def terms():
    return sorted(Term.objects.values_list("holding_id", "kind", "value"))


def make_old(**wrong):
    """Holdings as a version before this one left them."""
    Holding.every.update(keyed=OLD, **wrong)
    Term.objects.all().delete()


def test_kept_keys_are_those_that_the_room_of_linkage_derives(record, at_work):
    held = record(("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("phone", "012 345 678"))
    assert keying.unpacked(Holding.objects.get().keys) == derived(held)
    operations.add_statement(actor=at_work, holding_id=held.id, property="passportNumber", text="N1234567")
    kept = keying.unpacked(Holding.objects.get().keys)
    assert kept == derived(held)
    assert any(key.kind == "passport" for key in kept)
    assert Holding.objects.get().keyed == keying.version()


def test_an_import_keeps_the_same_keys_as_a_record_by_hand(record, import_text):
    record(("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("nationality", "KH"), ("phone", "012 345 678"))
    import_text("id,name,birthDate,nationality,phone\n1,Sok Dara,1970-05-12,KH,012 345 678\n")
    first, second = Holding.objects.values_list("keys", flat=True)
    assert first == second != ""
    assert len({frozenset(each.terms.values_list("kind", "value")) for each in Holding.objects.all()}) == 1


@pytest.mark.parametrize("role", sorted(NEVER_INDEXED))
def test_protected_roles_have_no_keys_at_rest(record, colleague, at_work, role):
    worker = colleague(Person.VICTIM_WORKER)
    held = record(("name", "Sok Dara"), ("birthDate", "1970-05-12"), actor=worker)
    assert Holding.objects.get(id=held.id).keys
    operations.change_holding(actor=worker, holding_id=held.id, role=role)
    assert Holding.objects.get(id=held.id).keys == ""
    make_old(keys="name\tsomebody")
    assert list(queries.keyed()) == []
    keying.rebuild()
    assert Holding.objects.get(id=held.id).keys == ""
    operations.change_holding(actor=worker, holding_id=held.id, role=Role.SUSPECT)
    assert keying.unpacked(Holding.objects.get(id=held.id).keys) == derived(held)


def test_a_reader_of_keys_never_sees_those_of_another_version(import_text):
    import_text()
    right = [each for batch in queries.keyed() for each in batch]
    make_old(keys="name\tsomebody else")
    assert [each for batch in queries.keyed(batch=1) for each in batch] == right
    assert {key.value for each in right for key in each.keys}.isdisjoint({"somebody else"})


def test_the_chore_derives_anew_in_batches_while_people_search(import_text, at_work, monkeypatch):
    import_text("id,name,birthDate\n" + "".join(f"{i},Sok Dara,197{i}\n" for i in range(7)))
    keys, found = dict(Holding.objects.values_list("id", "keys")), terms()
    assert keying.progress() == (0, 0)
    make_old(keys="stale\tkey")
    monkeypatch.setattr(keying, "BATCH", 3)
    monkeypatch.setattr(keying, "TURN", 0)
    seen = []
    while done := keying.rebuild():
        seen.append((done, keying.progress()[0], queries.search(at_work, text="Dara Sok").count))
    assert seen == [(3, 3, 3), (3, 6, 6), (1, 0, 7)]
    assert (dict(Holding.objects.values_list("id", "keys")), terms()) == (keys, found)
    assert not keying.outdated().exists()


def test_another_version_of_names_makes_every_key_old(record, monkeypatch):
    from comity import names

    record()
    assert keying.progress() == (0, 0)
    monkeypatch.setattr(names, "VERSION", "999.0")
    assert keying.progress() == (0, 1)
    assert (keying.rebuild(), keying.progress()) == (1, (0, 0))


def test_changes_since_a_number_come_with_what_may_be_indexed_now(record, at_work, colleague):
    first, second = record(("name", "Sok Dara"), ("birthDate", "1970")), record(("name", "Chan Thy"))
    number = queries.last_change()
    assert list(queries.keyed_since(number)) == []
    operations.change_holding(actor=at_work, holding_id=second.id, role=Role.WITNESS)
    operations.add_statement(actor=at_work, holding_id=first.id, property="phone", text="012 345 678")
    third = record(("name", "Sok Dara"), ("birthDate", "1971"))
    ids, found = zip(*queries.keyed_since(number, batch=2), strict=True)
    assert [i for part in ids for i in part] == [second.id, first.id, third.id]
    assert [each.holding_id for part in found for each in part] == [first.id, third.id]
    assert found[0][0].keys == derived(Holding.objects.get(id=first.id))


def test_a_page_says_that_keys_are_being_derived_anew(record, at_work):
    from tests.node.holdings.test_pages import signed_in

    record(), record()
    desk = signed_in(at_work)
    assert "of 2 records are ready" not in desk.get("/holdings/").text
    Holding.every.filter(id=Holding.objects.first().id).update(keyed=OLD)
    assert "1 of 2 records are ready" in desk.get("/holdings/").text
