import re
from pathlib import Path

import pytest
from django.utils import translation

from comity.cooperation.findings import SENTENCES
from comity.kernel import ComityError, Refused, UnreadableFile
from comity.node.errors import SAYINGS, said, translated

SOURCE = Path(__file__).resolve().parents[2] / "src" / "comity"


def raised() -> set[str]:
    """The codes that the source raises, those with a room's prefix included."""
    codes: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.name == "errors.py":
            continue
        codes |= set(re.findall(r'code="([a-z.-]+)"', text := path.read_text(encoding="utf-8")))
        if path.name == "grounds.py":
            things = re.findall(r'_wrong\(\s*"([a-z ]+)"', text)
            codes |= {f"holdings.grounds.{thing.replace(' ', '-')}" for thing in things}
        if path.parent.name == "seizures":
            codes |= {f"seizures.photo.{code}" for code in re.findall(r'_refused\([^)]*?"([a-z]+)"\s*,?\s*\)', text)}
            codes |= {f"seizures.photo.{field}" for field in re.findall(r'_wrong\("([a-z]+)"', text)}
    codes |= {f"cases.basis.{code}" for code in SENTENCES} | {"engines.analysis.missing"}
    return codes | {f"subjects.file.{code}" for code in codes if "." not in code}


def test_every_sentence_is_of_a_code_that_is_raised():
    assert set(SAYINGS) <= raised()


def test_english_says_all_that_the_error_knows():
    error = Refused("holding.import", "the role auditor may not do this", "Ask an officer", code="permissions.role")
    with translation.override("en"):
        assert said(error) == str(error)
        assert translated(error) == ""


@pytest.mark.parametrize("language", ["km", "vi"])
def test_another_language_says_the_sentence_of_the_code(language):
    with translation.override(language):
        for code, words in SAYINGS.items():
            assert said(ComityError("a.csv", "it is so", "Do this", code=code)) == str(words) % {"thing": "a.csv"}
        assert "a.csv" in said(UnreadableFile("a.csv", "it is empty", code="subjects.file.empty"))
        assert not said(Refused("x", "y", code="permissions.role")).isascii()


def test_a_code_without_a_sentence_is_said_in_english():
    with translation.override("km"):
        assert said(ComityError("a", "b", "C", code="no.such.code")) == "a: b. C"


@pytest.mark.django_db
def test_a_page_refuses_in_the_reader_s_language(officer, client):
    from comity.node.accounts.models import User

    client.force_login(
        User.objects.get(id=officer.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with translation.override("en"):  # a page's language stays on after it, and would be that of the next test
        page = client.get("/people/", headers={"Accept-Language": "vi"})
    assert page.status_code == 403
    assert "Vai trò của bạn" in page.text
    assert "may not do this" not in page.text
