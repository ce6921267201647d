"""openmined-psi between two parties: prints what it cost, as one JSON document.

``--together`` gives each party a process of its own, as two agencies would have, so that the server's set-up and the
client's request are made at the same time; without it one process does everything, as the library's examples do.
Messages are serialised in both cases. ``--few N`` then asks about N items more, against the set-up that is there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from multiprocessing.connection import Connection

import private_set_intersection.python as psi

FALSE_POSITIVES = 1e-9
TIMES = 5


class Server:
    def __init__(self, items: list, asked: int) -> None:
        self.items, self.asked, self.party = items, asked, psi.server.CreateWithNewKey(True)

    def setup(self) -> bytes:
        made = self.party.CreateSetupMessage(FALSE_POSITIVES, self.asked, self.items, psi.DataStructure.GCS)
        return made.SerializeToString()

    def process(self, request: bytes) -> bytes:
        message = psi.Request()
        message.ParseFromString(request)
        return self.party.ProcessRequest(message).SerializeToString()


class Client:
    def __init__(self, items: list) -> None:
        self.items, self.party = items, psi.client.CreateWithNewKey(True)

    def request(self) -> bytes:
        return self.party.CreateRequest(self.items).SerializeToString()

    def intersection(self, setup: bytes, response: bytes) -> list:
        first, second = psi.ServerSetup(), psi.Response()
        first.ParseFromString(setup)
        second.ParseFromString(response)
        return self.party.GetIntersection(first, second)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--left", type=int, required=True)
    parser.add_argument("--right", type=int, required=True)
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--few", type=int, default=0)
    asked = parser.parse_args()
    common = min(asked.left, asked.right) // 2
    both = [f"common {i}" for i in range(common)]
    left = both + [f"left {i}" for i in range(asked.left - common)]
    right = both + [f"right {i}" for i in range(asked.right - common)]
    found = together(left, right, asked.few) if asked.together else alone(left, right)
    found["correct"] = sorted(found.pop("found")) == list(range(common))
    print(json.dumps(found))


def alone(left: list, right: list) -> dict:
    server, client = Server(right, len(left)), Client(left)
    before, started = _cpu(), time.perf_counter()
    setup = server.setup()
    request = client.request()
    response = server.process(request)
    found = client.intersection(setup, response)
    return {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": _cpu() - before,
        "peak_memory_bytes": _peak(),
        "bytes": len(setup) + len(request) + len(response),
        "found": found,
    }


def together(left: list, right: list, few: int) -> dict:
    here, there = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=serve, args=(there, right, len(left), few))
    other.start()
    there.close()
    here.recv()
    client = Client(left)
    before, started = _cpu(), time.perf_counter()
    here.send("go")
    request = client.request()
    setup = here.recv_bytes()
    here.send_bytes(request)
    response = here.recv_bytes()
    found = client.intersection(setup, response)
    seconds = time.perf_counter() - started
    cpu = _cpu() - before
    told = {"seconds": seconds, "found": found, "bytes": len(setup) + len(request) + len(response)}
    told["cpu_seconds"] = cpu + here.recv()
    told["few_ms"] = [_few(here, setup, left[-few:]) for _ in range(TIMES)] if few else []
    other.join()
    told["peak_memory_bytes"] = max(_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
    return told


def serve(there: Connection, items: list, asked: int, few: int) -> None:
    server = Server(items, asked)
    there.send("ready")
    there.recv()
    before = _cpu()
    there.send_bytes(server.setup())
    there.send_bytes(server.process(there.recv_bytes()))
    there.send(_cpu() - before)
    for _ in range(TIMES if few else 0):
        there.send_bytes(server.process(there.recv_bytes()))


def _few(here: Connection, setup: bytes, items: list) -> float:
    client = Client(items)
    started = time.perf_counter()
    here.send_bytes(client.request())
    client.intersection(setup, here.recv_bytes())
    return (time.perf_counter() - started) * 1000


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
