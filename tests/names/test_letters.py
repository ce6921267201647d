"""A script, and a dialect of Chinese, are added by tables alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from comity.names.letters import spellings

SCRIPTS = "Geor\t10A0-10FF\tletters\tgeorgian\n"
GEORGIAN = "\n".join(
    [
        "systems\tnational",
        "vowels\tაეიოუ",
        *(f"letter\t{a}\t*\t{b}" for a, b in zip("აბგდევზთიკლმნორსტუფქღშჩცძჭხჯჰ", "abgdevztiklmnorstup", strict=False)),
        "letter\tხ\t*\tkh",
        "word\tდავით\tdavit david",
    ]
)
TRIAL = """
import sys
from pathlib import Path
from comity.names import compare, keys, read
from comity.names.rows import FOLDERS
FOLDERS.append(Path(sys.argv[1]))
name = read("ივანე დავით")
assert name.script == "Geor", name
assert [r.latin for r in name.tokens[0].readings] == ["ivane"], name
assert "david" in {r.latin for r in name.tokens[1].readings}, name
assert compare("ივანე დავით", "Ivane David").score > 0.8
assert set(keys("ივანე")) & set(keys("Ivane"))
assert ("toylect", "zub") in {(r.system, r.latin) for r in read("文").tokens[0].readings}
assert compare("文武", "Zub Gip").score > 0.8
assert read("សុខ").tokens[0].readings[0].latin == "sok"
"""


def test_a_toy_script_and_a_toy_dialect_are_read_by_tables_alone(tmp_path: Path):
    (tmp_path / "scripts.tsv").write_text(SCRIPTS, encoding="utf-8")
    (tmp_path / "georgian.tsv").write_text(GEORGIAN, encoding="utf-8")
    (tmp_path / "dialects.tsv").write_text("文\ttoylect\tzub\n武\ttoylect\tgip\n", encoding="utf-8")
    (tmp_path / "families.tsv").write_text("toy\t0\ttoylect\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", TRIAL, str(tmp_path)], env=os.environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_contexts_say_where_a_letter_is_read_so():
    assert spellings("Елена", "cyrillic")[0] == ("bgn", "yelena")
    assert spellings("Сергеев", "cyrillic")[0] == ("bgn", "sergeyev")


def test_a_vowel_is_put_between_two_consonants_where_the_script_leaves_it_out():
    assert ("english", "tamim") in spellings("تميم", "arabic")


def test_whole_words_come_first():
    assert [s for _, s in spellings("محمد", "arabic")][:2] == ["muhammad", "mohammed"]
