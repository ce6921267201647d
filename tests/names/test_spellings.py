"""Common given names and surnames of each language, as the language's own tables spell them in Latin letters."""

from __future__ import annotations

import itertools

import pytest
from rapidfuzz.distance.Indel import normalized_similarity

from comity import names
from comity.names.phones import fine

SAME = {
    "Khmr": [
        ("សុខា", "Sokha"),
        ("បុប្ផា", "Bopha"),
        ("វណ្ណា", "Vanna"),
        ("ចាន់", "Chan"),
        ("ស្រី", "Srey"),
        ("រដ្ឋា", "Ratha"),
        ("ពិសិដ្ឋ", "Piseth"),
        ("សេរី", "Serey"),
        ("ប្រាក់", "Prak"),
        ("ឃឹម", "Khim"),
        ("លីដា", "Lida"),
        ("វិចិត្រ", "Vichet"),
    ],
    "Thai": [
        ("สมชาย", "Somchai"),
        ("ถาวร", "Thaworn"),
        ("วิมล", "Wimon"),
        ("พรทิพย์", "Phonthip"),
        ("พรทิพย์", "Porntip"),
        ("อนันต์", "Anun"),
        ("จตุพร", "Jatuporn"),
        ("ทรงศักดิ์", "Songsak"),
        ("สุนทร", "Sunthorn"),
        ("ภูมิ", "Phum"),
        ("วิชัย", "Vichai"),
        ("เกียรติ", "Kiat"),
        ("สาคร", "Sakorn"),
        ("เจริญ", "Charoen"),
    ],
    "Laoo": [("ບຸນມີ", "Bounmy"), ("ສົມພອນ", "Somphone"), ("ຄຳ", "Kham"), ("ວຽງ", "Vieng"), ("ສີສຸກ", "Sisouk")],
    "Mymr": [("အောင်", "Aung"), ("ခင်", "Khin"), ("ထွန်း", "Htun"), ("ကျော်", "Kyaw"), ("မြင့်", "Myint"), ("စန်း", "San")],
    "Hani": [
        ("陈", "Tan"),
        ("陳", "Chan"),
        ("陈", "Chen"),
        ("陳", "Tran"),
        ("吴", "Ng"),
        ("吳", "Wu"),
        ("黄", "Huang"),
        ("黃", "Wong"),
        ("林", "Lim"),
        ("林", "Lin"),
        ("林", "Lam"),
        ("王", "Heng"),
        ("谢", "Chea"),
        ("詹", "Cheam"),
        ("呂", "Lyu"),
        ("曾", "Tsen"),
        ("许", "Khor"),
        ("金", "Kim"),
        ("熊", "Shiung"),
    ],
    "Hang": [
        ("이", "Lee"),
        ("리", "Ri"),
        ("박", "Park"),
        ("박", "Pak"),
        ("최", "Choe"),
        ("김", "Gim"),
        ("영희", "Yonghui"),
    ],
    "Cyrl": [("Сергей", "Sergey"), ("Юлия", "Yuliya"), ("Юлия", "Iuliia"), ("Хаджи", "Khadzhi"), ("Жанна", "Janna")],
    "Arab": [("محمد", "Mohamed"), ("يوسف", "Yousef"), ("تميم", "Tamim"), ("رضوان", "Ridwan"), ("پرویز", "Parviz")],
}
PAIRS = [(script, a, b) for script, pairs in SAME.items() for a, b in pairs]


def spelt(text: str) -> set[str]:
    """Everything that the readings of a text's tokens make together."""
    tokens = names.read(text).tokens
    return {"".join(parts) for parts in itertools.product(*([r.latin for r in t.readings] for t in tokens))}


@pytest.mark.parametrize(("script", "native", "latin"), PAIRS)
def test_a_spelling_is_among_the_readings(script: str, native: str, latin: str):
    assert names.read(native).script == script
    wanted = fine(latin.lower())
    assert max(normalized_similarity(fine(s), wanted) for s in spelt(native)) >= 0.85


DIFFERENT = [
    ("ហ៊ុន", "ហន"),
    ("សុខ", "សាក"),
    ("ชัย", "ชุย"),
    ("พร", "พิม"),
    ("ບຸນ", "ບານ"),
    ("အောင်", "အိုင်"),
    ("김", "감"),
    ("Иван", "Иво"),
    ("علي", "عمر"),
    ("حسن", "حسين"),
    ("陈", "程"),
    ("อนันต์", "อนงค์"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_the_usual_readings_of_different_names_differ(one: str, other: str):
    usual = [fine("".join(t.readings[0].latin for t in names.read(text).tokens)) for text in (one, other)]
    assert usual[0] != usual[1]
    assert names.compare(one, other).score < names.compare(one, one).score


RIGHT = [
    ("阿都拉", "Abdullah", "Adela"),
    ("山姆", "Sam", "Som"),
    ("陈美芬", "Tan Bee Hoon", "Lim Bee Hoon"),
    ("김영희", "Kim Young Hee", "Kim Young Ho"),
    ("Юлия Петрова", "Yuliya Petrova", "Yuliya Pavlova"),
    ("محمد حسن", "Mohammed Hassan", "Mohammed Hussein"),
    ("សេរី វណ្ណា", "Serey Vanna", "Srey Vanny"),
    ("วิชัย สุนทร", "Vichai Soonthorn", "Wichit Suntharee"),
    ("မောင်မောင်ခင်", "Maung Maung Khin", "Maung Maung Kyi"),
]


@pytest.mark.parametrize(("native", "right", "wrong"), RIGHT)
def test_the_right_spelling_is_nearer_than_a_wrong_one(native: str, right: str, wrong: str):
    assert names.compare(native, right).score > names.compare(native, wrong).score
