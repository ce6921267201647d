"""What a stranger would trip over in the house."""

import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_files_stay_small():
    long = {str(p.relative_to(ROOT)): n for p in tracked("*.py") if (n := text_of(p).count("\n")) > 400}
    assert not long


def test_no_drawer_without_a_name():
    drawers = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.py|/)")
    assert not [str(p) for p in tracked() if drawers.search(str(p.relative_to(ROOT)))]


def test_nothing_is_left_open():
    left = re.compile(r"\b(TODO|FIXME|NotImplementedError)\b")
    assert not [str(p) for p in tracked("src/*.py") if left.search(text_of(p))]


def test_no_path_of_one_machine_and_no_registry_address():
    # Put together from parts, so that this test does not find itself.
    machine = re.compile("/" + r"(work|root|home)/[A-Za-z0-9_.-]+|" + "pypi" + r"\.org|files\.python" + "hosted")
    found = [
        str(p.relative_to(ROOT))
        for p in tracked()
        if p.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".yml", ""}
        and machine.search(text_of(p))
    ]
    assert not found


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.name)
def test_requirements_are_locked_with_hashes(path: Path):
    requirements = re.split(r"\n(?=\S)", text_of(path).strip())
    assert requirements
    for requirement in requirements:
        if not requirement.startswith("#"):
            assert "==" in requirement
            assert "--hash=sha256:" in requirement


@pytest.mark.parametrize("requirements", ["base", "analysis", "spark"])
def test_no_gpl_or_agpl_in_what_a_node_installs(requirements: str):
    names = re.findall(r"^([A-Za-z0-9._-]+)==", text_of(ROOT / "requirements" / f"{requirements}.txt"), re.MULTILINE)
    assert len(names) > 30
    for name in names:
        about = metadata.metadata(name)
        # A long text also quotes what is bundled: SciPy's has GCC's runtime library, under the GPL with its exception.
        stated = [about.get("License-Expression") or "", about.get("License") or ""]
        stated = [text for text in stated if "\n" not in text]
        licence = " ".join([*stated, *(c for c in about.get_all("Classifier") or [] if c.startswith("License"))])
        assert licence.strip(), name
        bare = re.sub(r"LGPL|Lesser General Public License", "", licence)
        assert not re.search(r"\bA?GPL|General Public License", bare), name


def test_decisions_have_one_form_and_no_gap():
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(p.name[:4]) for p in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = text_of(path)
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert re.search(r"^Status: (accepted|superseded)", text, re.MULTILINE), path.name
        assert [h for h in re.findall(r"^## (\w+)", text, re.MULTILINE) if h != "Alternatives"] == [
            "Context", "Decision", "Consequences",
        ], path.name  # fmt: skip


def test_links_inside_the_documents_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in tracked("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(path))
        if not target.startswith(("http:", "https:", "mailto:")) and not (path.parent / target).exists()
    ]
    assert not broken


def test_every_room_of_the_architecture_is_there_and_says_what_it_is_for():
    rooms = set(re.findall(r"^\| `(\w+)` \|", text_of(ROOT / "ARCHITECTURE.md"), re.MULTILINE))
    there = {p.parent.name for p in (ROOT / "src" / "comity").glob("*/__init__.py")}
    assert rooms == there
    for room in rooms:
        assert text_of(ROOT / "src" / "comity" / room / "__init__.py").lstrip().startswith('"""'), room
