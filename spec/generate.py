"""Makes what is drawn from the code: ``schemas/*.json`` and ``docs/conversations.md``.

Run ``python spec/generate.py``; ``--check`` compares only and names the files that differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from comity.exchange import schemas
from comity.exchange.conversations import diagrams

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "spec" / "schemas"


def texts() -> Mapping[Path, str]:
    """This function returns every file that is made, with its text."""
    made = {
        SCHEMAS / name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.every().items()
    }
    return {ROOT / "docs" / "conversations.md": diagrams.page()} | made


def differing() -> list[str]:
    """This function names the files that are not as they would be made, and those that nothing makes."""
    made = texts()
    wrong = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    left = [path for path in SCHEMAS.glob("*") if path not in made]
    return sorted(str(path.relative_to(ROOT)) for path in (*wrong, *left))


def main() -> int:
    """This function writes the files, or with ``--check`` names those that differ; 1 where some do."""
    if "--check" in sys.argv:
        print("\n".join(differing()), end="")
        return int(bool(differing()))
    SCHEMAS.mkdir(exist_ok=True)
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
