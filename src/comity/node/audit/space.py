"""Room on the disk: new work is refused while there is still room for what was accepted."""

from __future__ import annotations

import shutil

from comity.kernel import Exhausted
from comity.node.runtime import config, limits


def free_bytes() -> int:
    """This function returns how much room the disk of the node's folder has."""
    return shutil.disk_usage(config().folder).free


def has_space() -> bool:
    """This function tells whether there is room for new work."""
    return free_bytes() >= limits().free_disk_bytes


def require_space() -> None:
    """This function refuses new work when the disk is nearly full.

    Raises:
        Exhausted: ``node.disk.full``.
    """
    if not has_space():
        raise Exhausted(
            "the disk of this node",
            "it is nearly full; nothing new is begun, and what was accepted is kept",
            "Make room, or lower free_disk_bytes under [limits] in node.toml",
            code="node.disk.full",
        )
