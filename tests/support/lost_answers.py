"""Stands before a PostgreSQL server and loses, on request, the answer to the next COMMIT, and the connection."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.postgres import Cluster

_SOCKET = ".s.PGSQL.5432"


class Deaf:
    """Passes everything on in both directions; `url` is the server's, through this one."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.url = cluster.url.replace(str(cluster.folder), str(folder))
        self.lost = 0
        self._loses = False
        self._server = str(cluster.folder / _SOCKET)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_next(self) -> None:
        """The next COMMIT arrives, and nobody hears of it."""
        self._loses = True

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                asking, _ = self._listener.accept()
                answering = socket.socket(socket.AF_UNIX)
                answering.connect(self._server)
                mute = threading.Event()
                for source, sink in ((asking, answering), (answering, asking)):
                    threading.Thread(target=self._pass, args=(source, sink, mute), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, mute: threading.Event) -> None:
        with source, sink, contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._loses and b"COMMIT\0" in data:
                    self._loses = False
                    mute.set()
                elif mute.is_set():  # the server's answer: it has done what was asked
                    self.lost += 1
                    break
                sink.sendall(data)
            for end in (source, sink):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def deaf(cluster: Cluster) -> Iterator[Deaf]:
    with tempfile.TemporaryDirectory(prefix="monitor-deaf-") as folder:
        between = Deaf(cluster, Path(folder))
        try:
            yield between
        finally:
            between.close()
