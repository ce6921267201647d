"""Components show what others wrote as text, isolate it, and never speak by colour alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.node.desk import labels, spans
from comity.node.desk.scripts import language_of

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def draw(source: str, **context) -> str:
    return Template("{% load desk %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% name x %}", "{% state x %}", "{% state 'queued' x %}", "{% strength x %}", "{% evaluation x %}",
        "{% fingerprint x %}", "{% handling code=x words=x %}", "{% handling code='H0' tlp=x pap=x %}",
        "{% progress 1 2 label=x %}", "{% blank 'error' x %}", "{% empty x %}{{ x }}{% endempty %}",
        "{% card x %}{{ x }}{% endcard %}", "{% page_header x lead=x back=x %}{{ x }}{% endpage_header %}",
        "{% notice 'warn' %}{{ x }}{% endnotice %}", "{% purpose_name x %}", "{% country_name x %}",
    ],
)  # fmt: skip
def test_what_a_partner_wrote_is_shown_as_text(source):
    shown = draw(source, x=EVIL)
    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("សុខា", "km"),
        ("ສົມສີ", "lo"),
        ("สมชาย", "th"),
        ("အောင်", "my"),
        ("王小明", "zh"),
        ("Nguyễn", ""),
        ("", ""),
        ("A សុខា", "km"),
    ],
)
def test_a_name_is_isolated_and_gets_the_fonts_of_its_script(text, language):
    assert language_of(text) == language
    shown = draw("{% name x %}", x=text)
    assert shown.startswith("<bdi")
    assert (f'lang="{language}"' in shown) is bool(language)


@given(st.text())
def test_any_text_has_a_language_or_none(text):
    assert language_of(text) in {"", "km", "lo", "th", "my", "zh"}


def test_states_differ_by_word_and_sign_and_strengths_by_word_and_bars():
    for code, label in labels.STATES.items():
        shown = draw("{% state x %}", x=code)
        assert str(label.word) in shown
        assert f"#{label.icon}" in shown
    drawn = {code: draw("{% strength x score=0.5 %}", x=code) for code in labels.STRENGTHS}
    assert all(str(label.word) in drawn[code] for code, label in labels.STRENGTHS.items())
    assert all("strength__bars" in shown for shown in drawn.values())


def test_every_icon_that_is_named_is_drawn():
    import re
    from pathlib import Path

    from comity import node

    root = Path(node.__file__).parent
    drawn = set(re.findall(r'symbol id="([a-z]+)"', (root / "desk/static/desk/icons.svg").read_text(encoding="utf-8")))
    named = {label.icon for label in labels.STATES.values()} | {icon for _, icon, _ in labels.BLANKS.values()}
    for template in root.rglob("*.html"):
        named |= set(re.findall(r"{% icon [\"']([a-z]+)[\"'] %}", template.read_text(encoding="utf-8")))
        named |= set(re.findall(r"icon=[\"']([a-z]+)[\"']", template.read_text(encoding="utf-8")))
    for source in root.rglob("*.py"):
        named |= set(re.findall(r"icon=[\"']([a-z]+)[\"']", source.read_text(encoding="utf-8")))
    assert named <= drawn


def test_a_handling_code_shows_all_its_parts():
    restriction = Restriction(
        frozenset({Handling.H2, Handling.H3}), Tlp.AMBER_STRICT, Pap.RED, "Not to defence counsel"
    )
    shown = draw("{% handling x %}", x=restriction)
    for part in ("H0", "H2", "H3", "TLP:AMBER+STRICT", "PAP:RED", "Not to defence counsel", "no dissemination"):
        assert part in shown


@pytest.mark.parametrize(
    ("written", "groups"),
    [("33269 69048 05631", ["33269", "69048", "05631"]), ("abcdefgh:ijkl-mnop", ["abcd", "efgh", "ijkl", "mnop"])],
)
def test_a_fingerprint_keeps_its_groups_or_gets_groups_of_four_and_loses_nothing(written, groups):
    shown = draw("{% fingerprint x %}", x=written)
    assert re.findall(r"<span>(\w+)</span>", shown) == groups


class Example(forms.Form):
    number = forms.IntegerField(label="Number", help_text="How many", min_value=1)
    agree = forms.BooleanField(label="Agree", required=False)
    many = forms.MultipleChoiceField(label="Many", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_names_its_help_and_its_errors_for_a_screen_reader():
    shown = draw("{% fields form %}", form=Example({"number": "none"}))
    assert 'for="id_number"' in shown
    assert 'aria-describedby="id_number_helptext id_number_error"' in shown
    assert 'id="id_number_error"' in shown
    assert 'id="id_number_helptext"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'href="#id_number"' in shown
    assert "<legend>Many" in shown
    assert shown.count("id_secret") == 1


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/x?q=a%26b&page=2")
    shown = draw("{% pages page %}", page=Paginator(range(60), 25).get_page(2), request=request)
    assert 'href="?q=a%26b&amp;page=1"' in shown
    assert 'href="?q=a%26b&amp;page=3"' in shown


NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "since", "remaining"),
    [
        (timedelta(seconds=20), "just now", "1 minute left"),
        (timedelta(hours=3), "in 3 hours", "3 hours left"),
        (timedelta(hours=47), "in 47 hours", "47 hours left"),
        (timedelta(days=7), "in 7 days", "7 days left"),
        (timedelta(minutes=-5), "5 minutes ago", "5 minutes late"),
    ],
)
def test_spans_in_words(span, since, remaining):
    assert spans.since(NOW + span, NOW) == since
    assert spans.remaining(NOW + span, NOW) == remaining


@given(st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999)))
def test_a_span_is_never_written_longer_than_it_is(span):
    number, unit = spans.length(span).split()
    size = {"minute": spans.MINUTE, "hour": spans.HOUR, "day": spans.DAY}[unit.rstrip("s")]
    assert int(number) >= 1
    assert int(number) * size <= max(abs(span), spans.MINUTE)
