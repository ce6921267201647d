"""Batches in flight: while the partner evaluates one, the next is blinded here and the last is finalized.

So both sides' cores stay busy. Only what computes runs in threads of its own; whatever touches the database or the
network stays with the caller, in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from comity.crypto.oprf import cores

Item = TypeVar("Item")
Prepared = TypeVar("Prepared")
Response = TypeVar("Response")
Result = TypeVar("Result")
_DEPTH = 2
"""Batches that are prepared ahead, and that may wait to be finalized: what bounds memory."""


def pipelined(
    items: Iterable[Item],
    *,
    prepare: Callable[[Item], Prepared],
    send: Callable[[Item, Prepared], Response],
    finish: Callable[[Item, Prepared, Response], Result],
) -> Iterator[tuple[Item, Result]]:
    """This function carries batches through three steps and gives the results in order.

    Args:
        items: batches, taken as they are needed, in the caller's thread.
        prepare: computes in a thread.
        send: is called in the caller's thread, one batch after the other.
        finish: computes in a thread.
    """
    source = iter(items)
    ahead: deque[tuple[Item, Future[Prepared]]] = deque()
    behind: deque[tuple[Item, Future[Result]]] = deque()
    pool = ThreadPoolExecutor(max(cores(), 2), thread_name_prefix="batches")

    def look_ahead() -> None:
        while len(ahead) < _DEPTH:
            try:
                item = next(source)
            except StopIteration:
                return
            ahead.append((item, pool.submit(prepare, item)))

    try:
        look_ahead()
        while ahead:
            item, future = ahead.popleft()
            prepared = future.result()
            look_ahead()
            behind.append((item, pool.submit(finish, item, prepared, send(item, prepared))))
            while behind and (len(behind) > _DEPTH or behind[0][1].done()):
                done, result = behind.popleft()
                yield done, result.result()
        while behind:
            done, result = behind.popleft()
            yield done, result.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
