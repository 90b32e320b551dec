"""A proxy that misbehaves as networks do."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from typing import Callable, List, Optional


class FaultProxy:
    """Passes connections to ``port``, but for those that its seeded dice spoil.

    Modes, drawn for each connection and for each piece of an answer: ``pass``; ``refuse`` (the connection is reset); ``drop``
    (the request arrives, the answer is cut in half); ``late`` (the answer is held back); ``half`` (silence from then on).
    ``down`` refuses all.
    """

    MODES = ("pass", "refuse", "drop", "late", "half")

    def __init__(self, port: int, seed: int, weights: Optional[List[float]] = None, late_seconds: float = 0.05):
        self._target = port
        self._dice = random.Random(seed)
        self.weights = weights or [0.8, 0.06, 0.06, 0.06, 0.02]
        self.down = False
        self._late = late_seconds
        self._held: List[socket.socket] = []
        self.seen = dict.fromkeys(self.MODES, 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._open = False
        self._listener.close()
        for held in self._held:
            held.close()

    def _accept(self) -> None:
        while self._open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            mode = self._mode()
            if mode == "refuse":
                reset(client)
            elif mode == "half":
                self._held.append(client)
            else:
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _mode(self) -> str:
        mode = "refuse" if self.down else self._dice.choices(self.MODES, self.weights)[0]
        self.seen[mode] += 1
        return mode

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            client.close()
            return
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self._copy, args=(client, server, lambda: "pass"), daemon=True).start()
        self._copy(server, client, self._mode)

    def _copy(self, source: socket.socket, sink: socket.socket, mode_now: Callable[[], str]) -> None:
        try:
            while True:
                data = source.recv(1 << 16)
                if not data:
                    break
                mode = mode_now()
                if mode == "refuse":
                    reset(sink)
                    break
                if mode == "half":
                    self._held.append(sink)
                    return
                if mode == "drop":
                    sink.sendall(data[: len(data) // 2])
                    break
                if mode == "late":
                    time.sleep(self._late)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                if end not in self._held:
                    shut(end)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()
