"""What granian serves."""

from __future__ import annotations

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

from comity.kernel import ComityError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
application = get_wsgi_application()


def _open_keys() -> None:
    from comity.node.runtime import keyring  # once Django is set up

    with suppress(ComityError):  # what is wrong with them is said where they are used
        keyring()


_open_keys()  # it takes a quarter of a second: no partner waits for it
