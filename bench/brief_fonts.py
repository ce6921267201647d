"""Makes the fonts that briefs are set with, from Debian's package fonts-noto-core.

    apt-get install fonts-noto-core
    python3 -m venv fonts && fonts/bin/pip install fonttools && fonts/bin/python bench/brief_fonts.py

Noto Sans keeps Latin letters with the marks of Vietnamese, punctuation and signs; Noto Sans Khmer keeps Khmer. Layout
rules stay, so that Khmer is shaped. Both are under the SIL Open Font License 1.1, which has no reserved name here.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

SOURCE = Path("/usr/share/fonts/truetype/noto")
TARGET = Path(__file__).resolve().parents[1] / "src" / "comity" / "flows" / "brief" / "fonts"
LATIN = (
    "U+0020-007E,U+00A0-017F,U+01A0-01A1,U+01AF-01B0,U+0300-0304,U+0306-030A,U+0323,U+1EA0-1EF9,U+2010-2015,"
    "U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2116,U+2122,U+2190-2193,U+2212,"
    "U+2248,U+2260,U+2264-2265"
)
KHMER = "U+0020,U+00A0,U+1780-17FF,U+19E0-19FF,U+200B-200D,U+2060,U+25CC"
FONTS = {
    "NotoSans-Regular.ttf": LATIN, "NotoSans-Bold.ttf": LATIN, "NotoSansKhmer-Regular.ttf": KHMER,
    "NotoSansKhmer-Bold.ttf": KHMER,
}  # fmt: skip


def main() -> int:
    subset = importlib.import_module("fontTools.subset")  # not among our requirements: used here only
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, letters in FONTS.items():
        subset.main([
            str(SOURCE / name), f"--unicodes={letters}", f"--output-file={TARGET / name}", "--layout-features=*",
            "--no-hinting", "--desubroutinize", "--name-IDs=*", "--notdef-outline",
        ])  # fmt: skip
        print(f"{name}: {(TARGET / name).stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
