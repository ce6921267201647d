"""A PostgreSQL of the tests' own: a private cluster in a temporary folder, on a loopback port, gone when the run ends.

Its fixture `postgres_url`, which `tests/conftest.py` gives to every test, is the URL of a fresh, empty database. To run
a whole suite on PostgreSQL, set ``COMITY_TEST_DATABASE=postgresql``: `whole_run` is called before Django is set up.

Where no server is installed, tests that need one are skipped with that reason; under ``CI=true`` they fail.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

START_SECONDS = 60
# The shell keeps the server while its standard input is open: it ends with the tests, even when they are killed.
KEEPER = '"$@" >/dev/null & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf "$CLUSTER"'


class NoServer(Exception):
    """PostgreSQL is not installed here."""


@dataclass
class Cluster:
    """A running server."""

    port: int
    password: str
    keeper: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The URL of a database, as ``DATABASE_URL`` takes it."""
        return f"postgresql://comity:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a fresh, empty database."""
        name = f"fresh_{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def stop(self) -> None:
        """The server ends and its folder goes."""
        if self.keeper.stdin:
            self.keeper.stdin.close()
        self.keeper.wait(timeout=START_SECONDS)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    if path := shutil.which("postgres"):
        return Path(path).parent
    raise NoServer("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def start() -> Cluster:
    """A new cluster; it refuses to run as root, so root lends it to the user that Debian made for it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="comity-postgres-"))
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    data = folder / "data"
    init = [programs / "initdb", "-D", data, "-U", "comity", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
    subprocess.run([*init, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, cwd=folder, **as_user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "on", "max_connections": "60"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "sh", programs / "postgres", "-D", data, "-p", str(port), *settings],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, env={**os.environ, "CLUSTER": str(folder)},
        start_new_session=True, **as_user,
    )  # fmt: skip
    cluster = Cluster(port, password, keeper)
    _wait(cluster)
    return cluster


def _wait(cluster: Cluster) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(cluster.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > until or cluster.keeper.poll() is not None:
                cluster.stop()
                raise
            time.sleep(0.1)
        else:
            return


def whole_run() -> None:
    """``DATABASE_URL`` leads to a cluster of this run, where ``COMITY_TEST_DATABASE=postgresql`` asks for one."""
    if os.environ.get("COMITY_TEST_DATABASE") == "postgresql" and "DATABASE_URL" not in os.environ:
        import atexit

        cluster = start()
        atexit.register(cluster.stop)
        os.environ["DATABASE_URL"] = cluster.new_database()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    """The cluster of this run."""
    try:
        cluster = start()
    except NoServer as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres_url(postgres_server: Cluster) -> str:
    """The URL of a fresh, empty PostgreSQL database."""
    return postgres_server.new_database()
