"""A regional picture over three nodes: who contributed what and when; a missing year is missing, small numbers hide."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pycountry
import pytest
from django.db import transaction

from comity.flows.disclosure import Shown
from comity.kernel import Conflicting, InvalidInput, Refused
from comity.node.messaging.models import OURS, THEIRS, Message
from comity.node.picture import contributing, regional
from comity.node.picture.models import Contribution, Publication, Sending
from comity.node.runtime import clock
from comity.node.seizures.models import Good, RoutePoint, Seizure
from comity.node.seizures.revising import advance


@transaction.atomic
def changed():
    """What is kept of earlier counts is not used any more."""
    advance()


def seize(three, country, rows):
    """Rows: year, substance, province, how many, departure, destination."""
    with three.at(country) as node:
        number, made, goods, points = Seizure.objects.count(), [], [], []
        for year, substance, province, count, departure, destination in rows:
            for _ in range(count):
                number += 1
                one = Seizure(
                    reference=f"S-{number}", date=f"{year}-05", date_from=date(year, 5, 1), date_to=date(year, 5, 31),
                    country=country, province=province, case_id=node.case_id, source="x", evaluation="B2",
                    retention_until=date(2060, 1, 1), recorded_by=node.officer.user_id, recorded=clock().now(),
                )  # fmt: skip
                made.append(one)
                goods.append(
                    Good(seizure=one, number=1, kind="drug", substance=substance, words=substance, kilograms=2.0)
                )
                ends = [("departure", departure), ("destination", destination)]
                points += [RoutePoint(seizure=one, role=role, order=1, country=at) for role, at in ends if at]
        Seizure.every.bulk_create(made)
        Good.objects.bulk_create(goods)
        RoutePoint.objects.bulk_create(points)
        changed()


ROWS = [
    (2024, "methamphetamine", "KH-12", 30, "LA", "KH"),
    (2024, "methamphetamine", "KH-2", 3, "LA", "KH"),
    (2024, "heroin", "KH-12", 14, "MM", "AU"),
    (2023, "heroin", "KH-12", 4, "", ""),
]


def contribute(three, country, to, year=2024, **more):
    with three.at(country) as node:
        said = {"year": year, "completeness": "complete"} | more
        digest = contributing.look(actor=node.supervisor, **said).digest
        ids = [three[each].id for each in to]
        return contributing.contribute(actor=node.supervisor, partner_ids=ids, digest=digest, **said)


def line(three, country, of, **asked):
    with three.at(country) as node:
        found = regional.read(node.officer, **asked)
        row = next(each for each in found.lines if each.source.country == of)
        return dict(zip(found.years, [(r.shown, r.count) for r in row.rows], strict=True))


def test_what_was_looked_at_goes_to_whom_was_chosen_and_is_seen_there(three):
    seize(three, "KH", ROWS)
    made = contribute(three, "KH", ["VN"], words="Customs is not in it.")
    assert [(p.dataset, p.revision) for p in made] == [("seizures", 1), ("routes", 1)]
    three.settle()
    with three.at("KH"):
        assert {m.state for m in Message.objects.filter(direction=OURS)} == {"delivered"}
        assert len({m.conversation_id for m in Message.objects.all()}) == 1
    assert line(three, "VN", "KH") == {2024: (Shown.EXACT, 47)}
    assert line(three, "TH", "KH") == {}
    with three.at("VN") as vn:
        found = regional.read(vn.officer)
        given = found.given[0]
        assert (given.source.country, given.row.year, given.row.revision) == ("KH", 2024, 1)
        assert (given.content["completeness"], given.content["words"]) == ("complete", "Customs is not in it.")
        assert [(w.origin, w.destination, w.count, w.kilograms) for w in found.ways] == [
            ("LA", "KH", 33, 66.0), ("MM", "AU", 14, 28.0)
        ]  # fmt: skip
        assert {each.country for each in found.unknown} == {"VN", "TH"}
        assert line(three, "VN", "VN") == {2024: (Shown.MISSING, None)}
        assert regional.read(vn.officer, drug="opioids").ways == found.ways, "routes are of all drugs"
    with three.at("VN"):
        content = Contribution.objects.get(dataset="seizures").content
        assert all(row["count"] >= 11 for row in content["rows"])
        assert "KH-2" not in str(content["rows"])


def test_a_missing_year_is_missing_a_small_one_small_and_an_empty_one_zero(three):
    seize(three, "KH", ROWS)
    seize(three, "VN", [(2022, "heroin", "VN-HN", 20, "", "")])
    contribute(three, "KH", ["VN"], 2024)
    contribute(three, "KH", ["VN"], 2023)
    contribute(three, "KH", ["VN"], 2021, completeness="partial")
    three.settle()
    assert line(three, "VN", "KH") == {
        2021: (Shown.ZERO, 0), 2022: (Shown.MISSING, None), 2023: (Shown.FEWER, 0), 2024: (Shown.EXACT, 47)
    }  # fmt: skip
    assert line(three, "VN", "TH") == dict.fromkeys((2021, 2022, 2023, 2024), (Shown.MISSING, None))
    assert line(three, "VN", "VN")[2022] == (Shown.EXACT, 20)


def test_a_correction_takes_the_place_of_the_earlier_and_gives_nothing_away(three):
    seize(three, "KH", ROWS)
    contribute(three, "KH", ["VN"])
    three.settle()
    seize(three, "KH", [(2024, "methamphetamine", "KH-2", 1, "LA", "KH")])
    made = contribute(three, "KH", ["VN", "TH"])
    assert [p.revision for p in made] == [1, 1], "one seizure more does not move what was published"
    seize(three, "KH", [(2024, "methamphetamine", "KH-2", 25, "LA", "KH")])
    made = contribute(three, "KH", ["VN", "TH"])
    assert [p.revision for p in made] == [2, 2]
    three.settle()
    for country in ("VN", "TH"):
        assert line(three, country, "KH") == {2024: (Shown.EXACT, 70)}
    with three.at("VN"):
        rows = Contribution.objects.filter(dataset="seizures").order_by("revision")
        assert [(r.revision, r.stands, r.content is None) for r in rows] == [(1, False, True), (2, True, False)]
    with three.at("KH"):
        assert (Publication.objects.count(), Sending.objects.count()) == (4, 8)


def test_what_changed_since_it_was_looked_at_does_not_go(three):
    seize(three, "KH", ROWS)
    with three.at("KH") as kh:
        digest = contributing.look(actor=kh.supervisor, year=2024, completeness="complete").digest
    seize(three, "KH", [(2024, "heroin", "KH-12", 30, "", "")])
    with three.at("KH") as kh:
        said = {"year": 2024, "completeness": "complete", "partner_ids": [three["VN"].id]}
        for wrong in ({"digest": digest}, {"digest": "", "words": "x"}):
            with pytest.raises(Conflicting, match="changed since you looked"):
                contributing.contribute(actor=kh.supervisor, **said | wrong)
        for wrong in ({"year": 2026}, {"year": 1200}, {"completeness": "very"}, {"words": "x" * 1001}):
            with pytest.raises(InvalidInput):
                contributing.look(actor=kh.supervisor, **{"year": 2024, "completeness": "complete"} | wrong)
        for name in ("officer", "analyst", "auditor"):
            with pytest.raises(Refused):
                contributing.look(actor=kh.people[name], year=2024, completeness="complete")
        with pytest.raises(Refused):
            regional.read(kh.administrator)
        assert not Message.objects.exists()


def test_joint_seizures_are_contributed_by_the_one_that_counts_them(three):
    seize(three, "KH", [(2024, "heroin", "KH-12", 40, "", "")])
    with three.at("KH"):
        joint = list(Seizure.objects.values_list("id", flat=True)[:12])
        Seizure.objects.filter(id__in=joint).update(counted_by=three["VN"].id)
        changed()
    contribute(three, "KH", ["VN"])
    three.settle()
    assert line(three, "VN", "KH") == {2024: (Shown.EXACT, 28)}


def lie(three, content, country="TH", to="KH"):
    """A node whose program keeps no rules contributes what it likes."""
    from comity.exchange.contents import Aggregates
    from comity.node.messaging.sending import send

    with three.at(country) as node:
        send(
            actor=node.supervisor, message_type="aggregates", content=Aggregates.model_validate(content),
            partner_ids=[three[to].id],
        )  # fmt: skip
    three.settle()


def test_a_partner_contributes_of_its_own_country_and_once_a_revision(three):
    seize(three, "TH", [(2024, "heroin", "TH-10", 40, "LA", "TH")])
    seize(three, "TH", [(2024, "heroin", "TH-50", 40, "LA", "TH")])
    contribute(three, "TH", ["KH"])
    three.settle()
    with three.at("KH"):
        good = Contribution.objects.get(dataset="seizures").content
        routes = Contribution.objects.get(dataset="routes").content
    elsewhere = [dict(row, chosen=[*row["chosen"][:2], {"one": "KH-12"}]) for row in good["rows"]]
    nowhere = [dict(row, chosen=[{"one": "LA-ZZ"}]) for row in routes["rows"]]
    for wrong in (
        good | {"rows": elsewhere, "revision": 2},
        routes | {"rows": nowhere, "revision": 2},
        good | {"year": 2031, "revision": 2},
        good | {"levels": list(reversed(good["levels"])), "revision": 2},
        good | {"words": "Another one."},
    ):
        lie(three, wrong)
    lie(three, good | {"revision": 5, "words": "The last."})
    lie(three, good | {"revision": 4, "words": "Late."})
    with three.at("KH"):
        states = Counter(m.state for m in Message.objects.filter(direction=THEIRS))
        assert states == {"received": 4, "poisoned": 5}
        (stands,) = Contribution.objects.filter(dataset="seizures", stands=True)
        assert (stands.revision, stands.content["words"]) == (5, "The last.")


def test_a_contribution_that_would_hold_up_every_page_is_not_taken(three):
    seize(three, "TH", [(2024, "heroin", "TH-10", 40, "LA", "TH")])
    contribute(three, "TH", ["KH"])
    three.settle()
    with three.at("KH"):
        good = Contribution.objects.get(dataset="routes").content
    codes = [each.alpha_2 for each in pycountry.countries]
    named = [[{"one": f"{a}-{b}"}] for a in codes[:20] for b in codes[:20]]
    others = [[{"others": [f"x{n}"]}] for n in range(300)]
    rows = [{"chosen": each, "count": 11, "amounts": [None]} for each in named + others]
    lie(three, good | {"rows": rows, "revision": 2})
    lie(three, good | {"rows": rows[:-100], "revision": 3})
    with three.at("KH"):
        assert Counter(m.state for m in Message.objects.filter(direction=THEIRS)) == {"received": 3, "poisoned": 1}
        assert Contribution.objects.get(dataset="routes", stands=True).revision == 3
    assert line(three, "KH", "TH") == {2024: (Shown.EXACT, 40)}


def test_the_same_numbers_stand_on_the_page_in_every_language(three):
    seize(three, "KH", ROWS)
    seize(three, "KH", [(2022, "ketamine", "KH-12", 17, "TH", "AU")])
    with three.at("KH") as kh:
        client, found = kh.client("officer"), {}
        for language in ("en", "km", "vi"):
            client.cookies["django_language"] = language
            page = client.get("/picture/regional?year=2024")
            assert page.status_code == 200
            body = re.sub(r"<figure.*?</figure>", "", page.content.decode(), flags=re.DOTALL)
            table = re.findall(r'class="number"[^>]*>(.*?)</td>', body, flags=re.DOTALL)
            digits = [re.sub(r"\D", "", str(each).translate(KHMER)) for each in table]
            found[language] = digits
        assert found["en"] == found["km"] == found["vi"]
        assert any(found["en"])


KHMER = {ord(k): str(i) for i, k in enumerate("០១២៣៤៥៦៧៨៩")}


def test_a_supervisor_looks_and_sends_on_the_page_and_nobody_else_does(three):
    seize(three, "KH", ROWS)
    with three.at("KH") as kh:
        assert kh.client("officer").get("/picture/regional/contribute").status_code == 403
        client = kh.client("supervisor")
        assert client.get("/picture/regional/contribute").status_code == 200
        page = client.get("/picture/regional/contribute?year=2024&completeness=complete&words=").content.decode()
        digest = re.search(r'name="digest" value="(\w+)"', page)[1]
        said = {"year": 2024, "completeness": "complete", "words": "", "digest": digest}
        assert client.post("/picture/regional/contribute", said).status_code == 400
        sent = client.post("/picture/regional/contribute", said | {"partners": [three["VN"].id]}, follow=True)
        assert sent.redirect_chain[-1][0] == "/picture/regional"
        assert Sending.objects.count() == 2
        assert client.get("/picture/regional/contribute?year=2026&completeness=complete").status_code == 400
    three.settle()
    with three.at("VN") as vn:
        page = vn.client("auditor").get("/picture/regional?year=zz&drug=nothing").content.decode()
        assert "Agency of KH" in page
        assert "<svg" in page
