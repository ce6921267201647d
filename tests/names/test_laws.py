"""Laws of names, whatever the script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import names

WORDS = {
    "khmer": ["ភ្នំពេញ", "កំពង់ចាម", "សុខ", "ដារ៉ា", "ចាន់", "ស្រីមុំ", "វិចិត្រ", "រតនា"],
    "lao": ["ວຽງຈັນ", "ປາກເຊ", "ບຸນມີ", "ສົມພອນ", "ແກ້ວ", "ຄຳ"],
    "thai": ["เชียงใหม่", "สมชาย", "ใจดี", "วรรณา", "ศรีสุข", "พงษ์"],
    "burmese": ["ရန်ကုန်", "မန္တလေး", "အောင်", "သန့်", "မြင့်", "ခိုင်"],
    "chinese": ["北京", "陈大文", "張三", "李四", "歐陽明"],
    "vietnamese": ["Hà Nội", "Nguyễn Văn A", "Trần Thị Bưởi", "Đỗ Đức", "Lê"],
    "latin": ["Sok Dara", "Kim-Ly", "O'Neill", "Van der Berg", "Chan T. W."],
    "other": ["Иван", "محمد", "김철수", "やまだ", "देव"],
}
NAMES = st.one_of(
    [
        st.lists(st.sampled_from(words), min_size=1, max_size=3).map(" ".join)
        for words in WORDS.values()
    ]
)  # fmt: skip
ANY = st.one_of(NAMES, st.text(max_size=20))


@given(ANY, ANY)
def test_comparing_is_symmetric(a: str, b: str):
    assert names.compare(a, b) == names.compare(b, a)


@given(ANY, ANY)
def test_a_score_is_between_nought_and_one(a: str, b: str):
    assert 0.0 <= names.compare(a, b).score <= 1.0


@given(NAMES)
def test_a_name_is_itself_in_any_encoding_of_it(name: str):
    for form in ("NFC", "NFD"):
        assert names.compare(name, unicodedata.normalize(form, name)).score == 1.0
    hidden = "\u200b".join(name)
    assert names.compare(name, hidden).score == 1.0
    assert names.compare(name, name.upper()).score == 1.0
    assert names.keys(name) == names.keys(hidden) == names.keys(name.upper()) == names.keys("  " + name + " ")


@given(ANY)
def test_repairing_twice_changes_nothing(name: str):
    once = names.read(name).text
    again = names.read(once)
    assert again.text == once
    assert again.repairs == ()


@given(ANY)
def test_a_key_is_never_empty(name: str):
    found = names.keys(name)
    assert len(found) <= 3
    assert all(found)
    assert bool(found) == bool(name.strip())


@given(NAMES)
def test_a_key_does_not_depend_on_the_order_of_words(name: str):
    assert names.keys(name)[0] == names.keys(" ".join(reversed(name.split())))[0]


DIFFERENT = [
    ("ชัย", "ชุย"), ("ហ៊ុន", "ហន"), ("Nguyễn Văn Hùng", "Nguyễn Vân Hưng"), ("Trần Thị Bưởi", "Trần Thị Bười"),
    ("သန်းအောင်", "Aung Than"), ("Sok Dara", "Sok Dary"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_people_stay_different(a: str, b: str):
    assert names.compare(a, b).score < 0.96


SAME = [
    ("សុខ ដារ៉ា", "Sok Dara"), ("ភ្នំពេញ", "Phnom Penh"), ("ວຽງຈັນ", "Viengchan"), ("เชียงใหม่", "Chiang Mai"),
    ("မန္တလေး", "Mandalay"), ("သန့်မြင့်", "Thant Myint"), ("陈大文", "Chan Tai-man"), ("陈大文", "Chen Dawen"),
    ("Đỗ Đức", "Do Duc"), ("Trần Thị Bưởi", "Buoi Tran Thi"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name_meet(a: str, b: str):
    assert names.compare(a, b).score > 0.8


def test_every_score_says_why():
    found = names.compare("Dr Sok Dara", "សុខ ដារ៉ា")
    assert {r.what for r in found.reasons} == {"met", "ignored"}
    assert any("Dr" in r.text for r in found.reasons)
    assert [r.what for r in names.compare("Sok", "សុខ" + "\u200b").reasons] == ["met", "repaired"]


def test_the_version_is_said():
    assert names.VERSION


KEYS = "import json, sys; from comity import names; print(json.dumps([names.keys(n) for n in json.load(sys.stdin)]))"


@pytest.mark.parametrize(("seed", "locale"), [("0", "C"), ("1", "C.UTF-8"), ("77", "tr_TR.UTF-8")])
def test_keys_are_the_same_on_every_machine(seed: str, locale: str):
    every = list(chain.from_iterable(WORDS.values()))
    there = subprocess.run(
        [sys.executable, "-c", KEYS], input=json.dumps(every), capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "1"},
    ).stdout  # fmt: skip
    assert [tuple(keys) for keys in json.loads(there)] == [names.keys(name) for name in every]


def test_keys_and_scores_are_the_same_in_threads():
    every = list(chain.from_iterable(WORDS.values()))
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(names.keys, every * 4)) == [names.keys(name) for name in every] * 4
        scores = list(threads.map(lambda name: names.compare(name, "Sok Dara").score, every * 2))
    assert scores == [names.compare(name, "Sok Dara").score for name in every] * 2
