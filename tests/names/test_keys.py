"""Keys are stable: a change here is a change of `VERSION`."""

from __future__ import annotations

import pytest

from comity.names import VERSION, keys

PINNED = {
    "សុខ ដារ៉ា": ("KLST",),
    "Sok Dara": ("KLST",),
    "ສົມພອນ": ("MNPS",),
    "สมชาย ใจดี": ("CCMST",),
    "သန့်မြင့်": ("MNNTTT", "MNNT"),
    "陈大文": ("CNNTV", "CMNNT"),
    "Trần Thị Bưởi": ("LNPTT",),
}


@pytest.mark.parametrize("name", PINNED)
def test_keys_of_this_version(name: str):
    assert VERSION == "2.0"
    assert keys(name) == PINNED[name]


SHARED = [("សុខ ដារ៉ា", "Dara SOK"), ("ສົມພອນ", "Somphone"), ("陈大文", "Chen Da-wen"), ("陈大文", "CHAN Tai Man"),
          ("Trần Thị Bưởi", "Buoi Tran Thi"), ("ဦးသန့်", "Thant"), ("Mr Sok Dara", "Sok Dara")]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), SHARED)
def test_spellings_of_one_name_share_a_key(a: str, b: str):
    assert set(keys(a)) & set(keys(b))
