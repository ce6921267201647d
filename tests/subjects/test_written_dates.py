import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import PartialDate
from comity.subjects.native_dates import native_date
from comity.subjects.written_dates import ASSUMED, WIDEST, Order, span, written_date, written_dates


def said(text, order=None):
    return [str(each.date) for each in written_dates(text, order)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1970", ["1970"]), ("1970-05", ["1970-05"]), ("1970-5-1", ["1970-05-01"]), ("12/05/1970", ["1970-05-12"]),
        ("12-05-1970", ["1970-05-12"]), ("1970/05/12", ["1970-05-12"]), ("19700512", ["1970-05-12"]),
        ("1970-05-12T00:00:00", ["1970-05-12"]), ("1970-05-12 07:30:00", ["1970-05-12"]),
        ("1970-05-12+07:00", ["1970-05-12"]), ("7/1970", ["1970-07"]), ("May 12, 1970", ["1970-05-12"]),
        ("dd/mm/1957", ["1957"]), ("XX/05/1970", ["1970-05"]), ("1970-??-??", ["1970"]), ("1970-00-00", ["1970"]),
        ("00/00/1970", ["1970"]), ("circa 1970", ["circa 1970"]), ("c. 1970", ["circa 1970"]),
        ("1958 (approximately)", ["circa 1958"]), ("khoảng 1970", ["circa 1970"]), ("ប្រហែល ១៩៧០", ["circa 1970"]),
        ("1970 or 1971", ["1970", "1971"]), ("12 May 1970; 1971", ["1970-05-12", "1971"]),
        ("1970 to 1972", ["1970", "1971", "1972"]), ("1970-1972", ["1970", "1971", "1972"]),
        ("between 1970 and 1971", ["1970", "1971"]), ("1950 to 1990", ["1950", "1990"]),
        ("1970-01-01 to 1970-12-31", ["1970"]), ("1 Feb 1971 to 28 Feb 1971", ["1971-02"]),
        ("May 1970 to Jun 1971", ["1970", "1971"]),
        ("Between Aug. and Sep. 1977", ["1977"]), ("circa 1979-1980", ["circa 1979", "circa 1980"]),
        ("2513", ["1970"]), ("๑๒/๐๕/๒๕๑๓", ["1970-05-12"]), ("១២-០៥-១៩៧០", ["1970-05-12"]),
        ("໑໒/໐໕/໑໙໗໐", ["1970-05-12"]), ("၁၂.၅.၁၉၇၀", ["1970-05-12"]), ("١٩٧٠/٠٥/١٢", ["1970-05-12"]),
        ("۱۹۷۰", ["1970"]), ("2513-2515", ["1970", "1971", "1972"]),
        ("19700230", []), ("1970-02-30", []), ("12/05/70", []), ("yesterday", []), ("1972 to 1970", []), ("0", []),
        ("1970 or never", []), ("05/13/1970", []), ("", []), ("1" * 300, []),
    ],
)  # fmt: skip
def test_a_date_is_as_exact_as_it_is_written(text, dates):
    assert said(text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "១២ ឧសភា ១៩៧០", "ថ្ងៃទី១២ ខែឧសភា ឆ្នាំ១៩៧០", "12 พ.ค. 2513", "วันที่ 12 พฤษภาคม พ.ศ. 2513",
        "ngày 12 tháng 5 năm 1970", "12 tháng 05, 1970", "1970年5月12日", "民國59年5月12日",
        "ວັນທີ 12 ເດືອນ 5 ປີ 1970", "12 ພຶດສະພາ 1970", "၁၉၇၀ ခုနှစ်၊ မေလ ၁၂ ရက်", "12th of May 1970",
        "12 de mayo de 1970",
    ],
)  # fmt: skip
def test_a_date_written_out_is_the_same_day_in_every_language(text):
    assert said(text) == ["1970-05-12"]


@pytest.mark.parametrize(
    ("text", "date"),
    [("พ.ศ. 2513", "1970"), ("ค.ศ. 1970", "1970"), ("tháng 5/1970", "1970-05"), ("1970年5月", "1970-05")],
)
def test_a_part_of_a_date_stays_a_part(text, date):
    assert said(text) == [date]


@pytest.mark.parametrize(
    "text", ["may", "12 1970 1971", "32 May 1970", "ngày 12 năm 1970", "May June 1970", "1402 nights"]
)
def test_words_around_numbers_make_no_date(text):
    assert native_date(text) is None


def test_the_order_decides_and_without_one_a_doubtful_date_says_so():
    assert said("05/12/1970", Order.MONTH) == ["1970-05-12"]
    assert said("05/13/1970", Order.MONTH) == ["1970-05-13"]
    assert said("1970/05/12", Order.MONTH) == ["1970-05-12"]
    doubts = {text: written_date(text).doubted for text in ("12/05/1970", "13/05/1970", "05/05/1970", "1970-05-12")}
    assert doubts == {"12/05/1970": ASSUMED, "13/05/1970": "", "05/05/1970": "", "1970-05-12": ""}
    assert written_date("12/05/1970", Order.DAY).doubted == ""


def test_a_converted_era_is_said():
    assert written_date("12/05/2513").repaired == "year 2513 of the Buddhist era is 1970"
    assert written_date("民國59年").repaired == "year 59 of the Republic is 1970"


dates = st.builds(
    lambda day, parts: PartialDate(day.year, day.month if parts else None, day.day if parts > 1 else None),
    st.dates(min_value=dt.date(1850, 1, 1), max_value=dt.date(2199, 1, 1)),
    st.integers(0, 2),
)


@given(dates)
def test_what_is_written_in_iso_is_read_back(date):
    assert said(str(date)) == [str(date)]
    assert said(f"circa {date}") == [f"circa {date}"]


@given(dates.filter(lambda d: d.day), st.sampled_from(list(Order)), st.sampled_from("/.-"), st.sampled_from([0, 543]))
def test_every_order_reads_back_what_it_wrote_in_either_era(date, order, mark, era):
    year = f"{date.year + era:04}"
    day, month = f"{date.day:02}", f"{date.month:02}"
    parts = {Order.DAY: [day, month, year], Order.MONTH: [month, day, year], Order.YEAR: [year, month, day]}[order]
    assert said(mark.join(parts), order) == [str(date)]


@given(dates, dates)
def test_a_span_is_never_more_exact_than_its_ends(first, last):
    if first > last if (first.month and last.month and first.day and last.day) else first.year > last.year:
        return
    found = span(first, last)
    assert all(first.year <= each.date.year <= last.year for each in found)
    assert len(found) <= WIDEST + 1
    if first != last:
        assert all(each.date.day is None for each in found)


@given(st.text(max_size=40) | st.text(alphabet="0123456789/-. ABtormayพ.ศ年月日", max_size=20))
def test_whatever_the_text_is_it_is_read_or_it_is_none(text):
    for each in written_dates(text):
        assert 1 <= each.date.year <= 9999
