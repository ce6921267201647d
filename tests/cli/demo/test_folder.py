"""The demo's folder: used again, refused where it holds something else, and by one demo at a time."""

from __future__ import annotations

import contextlib
import json
import socket
import stat

import pytest

from comity.cli.demo.folder import FILE, FIRST_PORT, DemoFolder
from comity.kernel import Conflicting, Refused


def test_a_new_folder_is_made_and_what_is_kept_is_its_owners_alone(tmp_path):
    with DemoFolder(tmp_path / "demo", free_ports=True) as demo:
        assert not demo.is_ready
        demo.state["ready"] = True
        demo.keep()
        kept = dict(demo.state)
    assert stat.S_IMODE((tmp_path / "demo" / FILE).stat().st_mode) == 0o600
    with DemoFolder(tmp_path / "demo", free_ports=True) as again:
        assert again.is_ready
        assert again.state == kept


def test_another_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(Conflicting):
        DemoFolder(tmp_path, free_ports=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_refused(tmp_path):
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(Conflicting):
        DemoFolder(tmp_path / "demo", free_ports=True)


@pytest.mark.parametrize("text", ["[]", "{", json.dumps({"format": 99})])
def test_a_demo_of_another_version_is_refused_and_left_alone(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    (tmp_path / "kh").mkdir()
    with pytest.raises(Conflicting):
        DemoFolder(tmp_path, free_ports=True)
    assert (tmp_path / "kh").is_dir()


def test_two_demos_do_not_share_a_folder(tmp_path):
    with DemoFolder(tmp_path, free_ports=True), pytest.raises(Refused) as raised:
        DemoFolder(tmp_path, free_ports=True)
    assert raised.value.code == "demo.folder.busy"


def test_what_was_broken_off_is_begun_anew(tmp_path):
    with DemoFolder(tmp_path, free_ports=True) as demo:
        demo.keep()
    (tmp_path / "kh").mkdir()
    (tmp_path / "kh" / "half").touch()
    with DemoFolder(tmp_path, free_ports=True) as demo:
        assert not demo.is_ready
        assert not (tmp_path / "kh").exists()


def test_ports_in_use_are_refused_or_others_are_taken(tmp_path):
    usual = [FIRST_PORT + i for i in range(3)]
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody may have it already, which is what this test wants
            other.bind(("127.0.0.1", usual[1]))
            other.listen(1)
        with pytest.raises(Refused) as raised:
            DemoFolder(tmp_path / "a", free_ports=False)
        assert raised.value.code == "demo.port.taken"
        with DemoFolder(tmp_path / "b", free_ports=True) as demo:
            taken = [place.port for place in demo.places]
            assert not set(taken) & set(usual)
            assert len(set(taken)) == 3


def test_ports_are_held_until_they_are_released(tmp_path):
    with DemoFolder(tmp_path / "a", free_ports=True) as demo:
        port = demo.places[0].port
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", port))
        demo.release_ports()
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", port))
