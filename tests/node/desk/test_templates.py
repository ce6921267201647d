"""Rules that hold for the templates of every slice."""

import re
from pathlib import Path

import pytest

from comity import node

ROOT = Path(node.__file__).parent
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "handler in an attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape off|mark_safe"),
    "address outside the node": re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
    "script in a link": re.compile(r"javascript:", re.IGNORECASE),
}
OUT_OF_ORDER = {"500.html"}
NAMES = {
    "Comity", "TLP", "PAP", "CSV", "STIX", "MISP", "FollowTheMoney", "TAXII", "nbsp", "middot", "amp",
}  # fmt: skip
"""Proper names, the same in every language, and signs."""


def without_comments(text: str) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_holds_to_the_content_policy_and_translates_its_words(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    if path.name in OUT_OF_ORDER:
        return
    bare = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", " ", text, flags=re.DOTALL)
    bare = re.sub(r"<code>.*?</code>", " ", bare, flags=re.DOTALL)  # commands are the same in every language
    bare = re.sub(r"{%.*?%}|{{.*?}}", " ", bare, flags=re.DOTALL)
    bare = re.sub(r"<[^>]*>", " ", bare, flags=re.DOTALL)
    words = [w for w in re.findall(r"[^\W\d_]{2,}", bare) if w not in NAMES]
    assert not words, "words that nobody can translate"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_form_that_posts_carries_its_token(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    for form in re.findall(r"<form[^>]*method=[\"']?post.*?</form>", text, flags=re.DOTALL | re.IGNORECASE):
        assert "{% csrf_token %}" in form


def test_views_and_tags_never_trust_text_of_others():
    for path in ROOT.rglob("*.py"):
        if "migrations" not in path.parts:
            assert "mark_safe" not in path.read_text(encoding="utf-8"), path
