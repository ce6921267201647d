"""The texts that people read, gathered from code and templates, and the catalogues that translate them.

``python -m tests.catalogues`` writes the catalogues anew: new texts come in without translation, texts that nothing
says any more go out, and each ``.mo`` is compiled. It needs no gettext programs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.template import engines
from django.template.base import Node, NodeList
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parents[1] / "src" / "comity"
LOCALE = ROOT / "node" / "locale"
LANGUAGES = ("en", "km", "vi")
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "km": "nplurals=1; plural=0;", "vi": "nplurals=1; plural=0;"}
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
CONTEXT = {"pgettext", "pgettext_lazy", "pgettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
QUOTED = re.compile(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""")


@dataclass
class Text:
    """One text: its context, singular, plural, and where it stands."""

    context: str
    singular: str
    plural: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        """This function returns what a catalogue finds it by."""
        return self.context, self.singular


def gathered() -> dict[tuple[str, str], Text]:
    """This function returns every text of the node that goes through gettext."""
    found: dict[tuple[str, str], Text] = {}
    for path, text in [*_of_code(), *_of_templates()]:
        known = found.setdefault(text.key, text)
        known.plural = known.plural or text.plural
        known.places.add(path.relative_to(ROOT.parent).as_posix())
    return dict(sorted(found.items(), key=lambda item: (item[1].singular, item[0])))


def _of_code() -> Iterator[tuple[Path, Text]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                if node.func.id in SINGLE and words:
                    yield path, Text("", words[0])
                elif node.func.id in CONTEXT and len(words) > 1:
                    yield path, Text(words[0], words[1])
                elif node.func.id in PLURAL and len(words) > 1:
                    yield path, Text("", words[0], words[1])


def _of_templates() -> Iterator[tuple[Path, Text]]:
    engine = engines["django"].engine
    for path in sorted([*ROOT.rglob("templates/**/*.html"), *ROOT.rglob("templates/**/*.txt")]):
        source = path.read_text(encoding="utf-8")
        nodes = list(_within(engine.from_string(source).nodelist))
        for node in (n for n in nodes if isinstance(n, TranslateNode)):
            literal = node.filter_expression.var.literal or node.filter_expression.var.var
            if isinstance(literal, str):
                yield path, Text(_context(node), literal.replace("%%", "%"))
        for node in (n for n in nodes if isinstance(n, BlockTranslateNode)):
            singular, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            if node.trimmed:
                singular, plural = (" ".join(t.split()) for t in (singular, plural))
            yield path, Text(_context(node), singular, plural)
        bare = re.sub(r"{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
        for match in QUOTED.finditer(bare):
            yield path, Text("", match[1] or match[2])


def _within(nodes: NodeList) -> Iterator[Node]:
    """Block tags hide their content from Django's own search, which goes by `child_nodelists`."""
    for node in nodes:
        yield node
        for name in {"nodelist", *node.child_nodelists}:
            if isinstance(inner := getattr(node, name, None), NodeList):
                yield from _within(inner)


def _context(node: Node) -> str:
    context = getattr(node, "message_context", None)
    return str(getattr(context.var, "literal", None) or context.var) if context else ""


def catalogue(language: str) -> polib.POFile:
    """This function reads a language's catalogue, or begins one."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    made = polib.POFile(wrapwidth=0)
    made.fpath = str(path)
    return made


def renew(language: str) -> list[str]:
    """This function writes a language's catalogue anew and returns the texts that have no translation."""
    old = {(e.msgctxt or "", e.msgid): e for e in catalogue(language)}
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = {
        "Project-Id-Version": "comity", "Language": language, "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }  # fmt: skip
    for key, text in gathered().items():
        entry = polib.POEntry(msgid=text.singular, msgctxt=text.context or None)
        entry.occurrences = [(place, "") for place in sorted(text.places)]
        entry.flags = ["python-format"] if "%(" in text.singular else []
        known = old.get(key)
        if text.plural:
            entry.msgid_plural = text.plural
            own = {0: text.singular, 1: text.plural} if language == "en" else {0: ""}
            entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural and language != "en" else own
        else:
            entry.msgstr = text.singular if language == "en" else known.msgstr if known else ""
        fresh.append(entry)
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    fresh.save_as_mofile(str(path.with_suffix(".mo")))
    return [e.msgid for e in fresh if not e.translated()]


def main() -> int:
    """This function renews every catalogue, lists what is untranslated, and returns 1 where anything is."""
    missing = {language: renew(language) for language in LANGUAGES}
    for language, texts in missing.items():
        for text in texts:
            sys.stdout.write(f"{language} {text!r}\n")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
    django.setup()
    sys.exit(main())
