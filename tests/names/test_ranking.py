"""Ranking gives exactly what was asked for, and scores that depend on two names alone."""

from __future__ import annotations

from comity.names import compare
from comity.names.ranking import Pool

POOL = [
    "Sok Dara",
    "Sok Dary",
    "Kim Ly",
    "Tran Thi Buoi",
    "Chan Tai-man",
    "Peter Chan",
    "Thant Myint",
    "Somchai Jaidee",
]


def test_exactly_as_many_rows_as_asked():
    assert [len(rows) for rows in Pool(POOL).rank(["សុខ ដារ៉ា", "zzz"], 3)] == [3, 3]
    assert [len(rows) for rows in Pool(POOL).rank(["សុខ ដារ៉ា"], 50)] == [len(POOL)]
    assert list(Pool([]).rank(["Sok"], 5)) == [[]]


def test_each_place_once_and_best_first():
    (rows,) = Pool(POOL).rank(["สมชาย ใจดี"], 50)
    assert sorted(place for place, _ in rows) == list(range(len(POOL)))
    assert [s for _, s in rows] == sorted((s for _, s in rows), reverse=True)
    assert POOL[rows[0][0]] == "Somchai Jaidee"


def test_a_score_does_not_change_when_the_pool_does():
    queries = ["សុខ ដារ៉ា", "陈大文", "Trần Thị Bưởi"]
    whole = [dict(rows) for rows in Pool(POOL).rank(queries, 50)]
    for i, name in enumerate(POOL):
        for query, scores, (rows,) in zip(
            queries, whole, (list(Pool([name]).rank([q], 1)) for q in queries), strict=True
        ):
            assert rows[0][1] == scores[i] == compare(query, name).score


def test_an_english_given_name_is_found_by_the_surname():
    pool = [f"Somebody {i} Nothing" for i in range(300)] + ["Peter Chan"]
    (rows,) = Pool(pool).rank(["陈大文"], 1)
    assert pool[rows[0][0]] == "Peter Chan"
