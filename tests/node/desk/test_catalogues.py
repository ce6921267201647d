"""Every text that people read is translated into every language of the desk, and stays what it is."""

import re

import polib
import pytest
from django.utils import translation

from comity.node.desk.navigation import LANGUAGES as SHOWN
from tests.catalogues import LANGUAGES, LOCALE, PLURALS, catalogue, gathered

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")
TEXTS = gathered()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def test_the_languages_shown_are_those_of_the_catalogues():
    assert tuple(code for code, _name in SHOWN) == LANGUAGES


def test_every_text_is_in_the_catalogue_and_nothing_else(language):
    listed = {(e.msgctxt or "", e.msgid) for e in catalogue(language)}
    assert listed == set(TEXTS), "run: python -m tests.catalogues"


def test_every_text_is_translated(language):
    book = catalogue(language)
    assert [e.msgid for e in book.untranslated_entries()] == []
    assert [e.msgid for e in book.fuzzy_entries()] == []


def test_placeholders_stay(language):
    wrong = []
    for entry in catalogue(language):
        for said in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            asked = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if sorted(PLACEHOLDER.findall(said)) not in (asked, sorted(PLACEHOLDER.findall(entry.msgid))):
                wrong.append(entry.msgid)
            if language != "en" and entry.msgid.endswith("…") != said.endswith("…"):
                wrong.append(entry.msgid)
    assert wrong == []


def test_no_translation_is_markup_or_carries_space_at_its_ends(language):
    for entry in catalogue(language):
        for said in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert "<" not in said, entry.msgid
            assert said == said.strip() or entry.msgid != entry.msgid.strip(), entry.msgid


def test_khmer_is_written_in_khmer_and_vietnamese_is_not_english():
    same = {e.msgid for e in catalogue("km") if not re.search(r"[ក-៿]", e.msgstr or e.msgstr_plural.get(0, ""))}
    assert same <= {"PAP", "TLP", "SHA-256", "IBAN", "IMEI", "TAXII", "Webhooks"}
    plain = {e.msgid for e in catalogue("vi") if e.msgstr == e.msgid and len(e.msgid.split()) > 2}
    assert plain == set()


def test_what_is_compiled_is_what_is_written(language):
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    written, compiled = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in written} == {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled
    }
    assert written.metadata["Plural-Forms"] == compiled.metadata["Plural-Forms"] == PLURALS[language]


@pytest.mark.parametrize(
    ("language", "said", "many"),
    [("km", "ថ្ងៃនេះ", "3 ម៉ោងមុន"), ("vi", "Hôm nay", "3 giờ trước"), ("en", "Today", "3 hours ago")],
)
def test_the_catalogues_are_used(language, said, many):
    from datetime import UTC, datetime, timedelta

    from comity.node.desk.spans import since

    now = datetime(2026, 11, 22, tzinfo=UTC)
    with translation.override(language):
        assert translation.gettext("Today") == said
        assert since(now - timedelta(hours=3), now).replace(" ", "") == many.replace(" ", "")


def test_words_of_the_libraries_are_said_in_the_desks_words():
    with translation.override("km"):
        assert re.search(r"[ក-៿]", translation.gettext("This field is required."))
        assert "%(limit_value)d" in translation.ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            5,
        )
