import itertools

from hypothesis import given
from hypothesis import strategies as st

from comity.flows.maps.labels import Sheet, text_width, wrapped

WORDS = st.text(st.sampled_from("Cambodia កម្ពុជា Việt 緬甸 ไทย ມ"), min_size=1, max_size=14)
PLACES = st.tuples(st.floats(0, 400), st.floats(0, 300))


@given(st.lists(st.tuples(WORDS, PLACES), max_size=40))
def test_no_label_covers_another_or_leaves_the_page(wanted):
    sheet = Sheet(400, 300)
    put = [label for words, at in wanted if (label := sheet.put(words, at, 13))]
    for label in put:
        assert label.box.left >= 0
        assert label.box.right <= 400
        assert label.box.top >= 0
        assert label.box.bottom <= 300
    assert not [(a, b) for a, b in itertools.combinations(put, 2) if a.box.meets(b.box)]


def test_a_crowd_of_places_still_gets_its_names():
    sheet = Sheet(400, 300)
    put = [sheet.put(f"Province {n}", (180 + n % 3 * 12, 140 + n // 3 * 12), 13) for n in range(9)]
    assert all(put)
    assert [label for label in put if label.leader]


def test_what_finds_no_room_is_left_out_and_covers_nothing():
    sheet = Sheet(30, 12)
    assert sheet.put("A name that is far too long", (15, 6), 13) is None
    assert sheet.taken == []


def test_marks_above_and_below_add_no_width():
    assert text_width("កម្ពុជា", 10) < 7 * 6.6
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("ไทย", 10) == text_width("ไท\u0e34ย", 10)


@given(st.text("a ភាសាខ្មែរ·ệ", max_size=80), st.floats(60, 300))
def test_wrapping_keeps_every_letter_and_fits(words, width):
    lines = wrapped(words, width, 10)
    assert "".join("".join(lines).split()) == "".join(words.split())
    for line in lines:
        assert text_width(line, 10) <= width or len(line.split(" ")) == 1


def test_khmer_is_not_broken_within_a_syllable():
    for line in wrapped("ព្រំដែននិងឈ្មោះមិនបញ្ជាក់អំពីមតិណាមួយឡើយ", 60, 10):
        assert line[0] != "\u17d2"
        assert not "\u17b6" <= line[0] <= "\u17d3"
