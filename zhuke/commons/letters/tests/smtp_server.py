"""A mail server for tests: small, real, on this machine. It keeps what it has accepted, and can be slow or unfriendly."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default


class Server(socketserver.ThreadingTCPServer):
    """``messages``: what was accepted, in order; ``refuse``: reply codes by recipient; ``pause``: seconds before it says yes."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        """``port`` 0: any that is free."""
        super().__init__(("127.0.0.1", port), _Talk)
        self.messages: list[Message] = []
        self.refuse: dict[str, str] = {}
        self.pause = 0.0
        self.silent = False
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 test")
        refused = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                self._say("250 test")
            elif verb == b"RCPT":
                refused = next((code for address, code in self.server.refuse.items() if address.encode() in line), "")
                self._say(refused or "250 ok")
            elif verb == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if line == b"":  # cut off before the closing dot: nothing was sent
            return False
        with self.server.lock:
            self.server.messages.append(message_from_bytes(b"".join(lines), policy=default))
        if self.server.silent:
            return False
        time.sleep(self.server.pause)
        self._say("250 accepted")
        return True

    def _say(self, text: str) -> None:
        try:
            self.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return


@contextmanager
def mail_server(port: int = 0) -> Iterator[Server]:
    """A server for the length of a test."""
    server = Server(port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
