"""Requests over HTTP that are sent again until they are answered or their time is over."""

from __future__ import annotations

import http.client
import json
import random
import ssl
import threading
import time
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Union
from urllib.parse import urlsplit

from .problem import Unavailable, Unreachable, problem_of

AGAIN = frozenset({408, 429, 500, 502, 503, 504, 507})
LONGEST_CONNECT_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 2.0
LARGEST_ANSWER_BYTES = 256 << 20


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content.decode("utf-8"))


class Transport:
    """Connections to one server, kept open between requests; any number of threads may use it at once.

    Every request may be sent again, since the keys of the contract make each count once.
    """

    def __init__(self, url: str, token: Optional[str] = None):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"The url ({url}) must be http://HOST:PORT or https://HOST:PORT.")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port or (443 if self._secure else 80)
        self._token = token
        self._idle: List[http.client.HTTPConnection] = []
        self._lock = threading.Lock()
        self._jitter = random.Random()
        self.retries = 0

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        timeout: float,
        content: Optional[Union[str, bytes]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> Any:
        """The JSON of the answer. Raises a ``Problem`` for an error, ``Unreachable`` when ``timeout`` seconds are over."""
        answer = self.answer(method, path, body, timeout=timeout, content=content, headers=headers)
        if answer.status >= 400:
            raise problem_of(answer.status, _json_or_none(answer))
        return _json_or_none(answer)

    def answer(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        timeout: float,
        content: Optional[Union[str, bytes]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> Answer:
        """The answer, whatever its status; one of those that pass is given only if nothing better came in time."""
        if content is None and body is not None:
            content = json.dumps(body, ensure_ascii=True, allow_nan=False)
        data = content.encode("utf-8") if isinstance(content, str) else content
        deadline = time.monotonic() + timeout
        pause = FIRST_PAUSE_SECONDS
        last: Optional[Answer] = None
        trouble = "no attempt fitted in"
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                break
            try:
                last = self._once(method, path, data, dict(headers or {}), deadline)
                if last.status not in AGAIN:
                    return last
                trouble = f"status {last.status}"
            except (OSError, http.client.HTTPException, ValueError) as error:
                trouble = f"{type(error).__name__}: {error}"
            wait = max(pause, _retry_after(last)) * self._jitter.uniform(0.5, 1.0)
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
            if time.monotonic() + wait >= deadline:
                break
            self.retries += 1
            time.sleep(wait)
        if last is not None:
            return last
        raise Unreachable(f"{method} {path} at {self._host}:{self._port} had no answer within {timeout:.1f} s ({trouble}).")

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _once(self, method: str, path: str, data: Optional[bytes], headers: Dict[str, str], deadline: float) -> Answer:
        connection = self._connection(deadline)
        try:
            headers.setdefault("Accept", "*/*")
            if data is not None:
                headers.setdefault("Content-Type", "application/json")
            if self._token:
                headers["Authorization"] = f"Bearer {self._token}"
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            content = self._read(response, connection, deadline)
        except BaseException:
            connection.close()
            self.close()  # the others are as old
            raise
        if response.will_close:
            connection.close()
        else:
            with self._lock:
                self._idle.append(connection)
        return Answer(response.status, dict(response.getheaders()), content)

    def _connection(self, deadline: float) -> http.client.HTTPConnection:
        remaining = max(0.01, deadline - time.monotonic())
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is not None and connection.sock is not None:
            connection.sock.settimeout(remaining)
            return connection
        connect = min(LONGEST_CONNECT_SECONDS, remaining)
        if self._secure:
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=connect, context=ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=connect)
        connection.connect()
        connection.sock.settimeout(max(0.01, deadline - time.monotonic()))
        return connection

    @staticmethod
    def _read(response: http.client.HTTPResponse, connection: http.client.HTTPConnection, deadline: float) -> bytes:
        if response.length is None and not response.chunked:  # so says a header that was cut off
            raise http.client.HTTPException("the answer does not say how long it is")
        pieces: List[bytes] = []
        size = 0
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError("the answer came too slowly")
            if connection.sock is not None:
                connection.sock.settimeout(remaining)
            piece = response.read1(1 << 16)
            if not piece:
                break
            size += len(piece)
            if size > LARGEST_ANSWER_BYTES:
                raise http.client.HTTPException(f"the answer is larger than {LARGEST_ANSWER_BYTES} bytes")
            pieces.append(piece)
        if response.length:
            raise http.client.IncompleteRead(b"".join(pieces), response.length)
        response.close()  # read1 leaves it open at the end, and an open answer blocks the connection
        return b"".join(pieces)


def _json_or_none(answer: Answer) -> Any:
    if not answer.content:
        return None
    try:
        return answer.json()
    except ValueError as error:
        if answer.status >= 400:
            return None
        raise Unreachable(f"The answer (status {answer.status}) is not JSON. Maybe the url is not that of a Coxswain server.") from error


def _retry_after(answer: Optional[Answer]) -> float:
    if answer is None:
        return 0.0
    for name, value in answer.headers.items():
        if name.lower() == "retry-after" and value.isdigit():
            return float(value)
    return 0.0


__all__ = ["Answer", "Transport", "Unavailable", "Unreachable"]
