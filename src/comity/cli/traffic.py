"""Counts what goes over the wire between the two parties of a run."""

from __future__ import annotations

from collections.abc import Iterator

import httpx


class _Counted(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, traffic: Traffic) -> None:
        self._stream, self._traffic = stream, traffic

    def __iter__(self) -> Iterator[bytes]:
        """This function passes the answer on and counts it."""
        for part in self._stream:
            self._traffic.received += len(part)
            yield part

    def close(self) -> None:
        """This function closes the answer."""
        self._stream.close()


class Traffic(httpx.BaseTransport):
    """The usual transport, with the bytes of requests and answers counted."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self.sent = 0
        self.received = 0

    @property
    def bytes(self) -> int:
        """This function returns what went over the wire in both directions, without HTTP's own headers."""
        return self.sent + self.received

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """This function sends a request and counts it."""
        self.sent += int(request.headers.get("Content-Length", "0"))
        answer = self._inner.handle_request(request)
        assert isinstance(answer.stream, httpx.SyncByteStream)  # noqa: S101 -- HTTPTransport gives nothing else
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Counted(answer.stream, self))
