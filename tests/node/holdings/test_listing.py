"""A long list is walked through from place to place, and counting stops."""

from datetime import timedelta

import pytest

from comity.node.holdings import listing, queries
from comity.node.holdings.models import Holding

pytestmark = pytest.mark.django_db
COUNT = 11


@pytest.fixture(autouse=True)
def _many(import_text):
    import_text("id,name\n" + "".join(f"{i},Sok Dara {'ab'[i % 2]}\n" for i in range(COUNT)))


def walk(actor, *, size, **asked):
    """All pages forwards, and from the last one all pages backwards."""
    found = queries.search(actor, size=size, **asked)
    there, pages = [found], [[row.holding.id for row in found.rows]]
    while there[-1].after:
        found = queries.search(actor, size=size, after=there[-1].after, **asked)
        there.append(found)
        pages.append([row.holding.id for row in found.rows])
    back = [pages[-1]]
    while found.before:
        found = queries.search(actor, size=size, before=found.before, **asked)
        back.append([row.holding.id for row in found.rows])
    return pages, back[::-1]


@pytest.mark.parametrize("size", [1, 3, 5, COUNT, 50])
@pytest.mark.parametrize("asked", [{}, {"role": "suspect"}, {"text": "Sok Dara"}])
def test_every_record_is_on_one_page_whichever_way_one_walks(at_work, size, asked):
    there, back = walk(at_work, size=size, **asked)
    assert there == back
    assert [len(page) for page in there[:-1]] == [size] * (len(there) - 1)
    every = [i for page in there for i in page]
    assert sorted(every) == sorted(Holding.objects.values_list("id", flat=True))
    if "text" not in asked:
        assert every == sorted(every, reverse=True)


def test_what_is_erased_or_comes_meanwhile_moves_no_other_record(at_work, record, clock):
    first = queries.search(at_work, size=4)
    later = list(Holding.objects.order_by("-id").values_list("id", flat=True))[4:]
    clock.set(clock.now() + timedelta(seconds=1))
    record()
    Holding.objects.filter(id=first.rows[-1].holding.id).delete()
    second = queries.search(at_work, size=4, after=first.after)
    assert [row.holding.id for row in second.rows] == later[:4]


def test_counting_stops_and_says_so(at_work, monkeypatch):
    found = queries.search(at_work)
    assert (found.count, found.more) == (COUNT, False)
    monkeypatch.setattr(listing, "COUNTED", COUNT - 1)
    found = queries.search(at_work)
    assert (found.count, found.more) == (COUNT - 1, True)


@pytest.mark.parametrize("place", ["zzz", "-1", "9" * 40, "0", "ផ"])
@pytest.mark.parametrize("text", ["", "Sok"])
def test_a_place_that_nobody_gave_is_no_fault(at_work, place, text):
    for asked in ({"after": place}, {"before": place}):
        assert len(queries.search(at_work, text=text, **asked).rows) <= COUNT
