"""Contents of every type for the tests of this room: those of the specification's vectors."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from comity.exchange.contents import CONTENTS
from comity.exchange.versions import NEWEST

SPEC = Path(__file__).parents[2] / "spec"


def script(name):
    """This function loads a script of the specification."""
    spec = importlib.util.spec_from_file_location(f"spec_{Path(name).stem}", SPEC / name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


vectors = script("vectors/messages.py")
EXAMPLES = vectors.EXAMPLES
ITEM, NAME, SENDER, RECIPIENT, THIRD = vectors.ITEM, vectors.NAME, vectors.SENDER, vectors.RECIPIENT, vectors.THIRD
numbered = vectors.numbered


def example(message_type, **change):
    """This function returns the newest example of a type, with changes; a field changed to ``...`` is left out."""
    said = EXAMPLES[message_type, NEWEST[message_type]] | change
    return {name: value for name, value in said.items() if value is not ...}


def content(message_type, **change):
    """This function returns the newest example of a type as a content."""
    return CONTENTS[message_type].model_validate(example(message_type, **change))
