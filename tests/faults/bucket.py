"""An S3 server on this machine, behind a door that can be told to misbehave."""

import contextlib
import http.client
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler

SLOW_DOWN = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
)


class Door(socketserver.ThreadingTCPServer):
    """Pass requests on to the server, or fail as `mode` says.

    Modes: "open", "503", "500", "reset" (the connection breaks after the request),
    "silent" (no answer until the client gives up). `every` = 7 fails each seventh only.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.port_behind = port
        self.mode, self.every, self.asked = "open", 1, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fails(self) -> bool:
        """Count a request; tell whether it is one of those that fail."""
        self.asked += 1
        return self.mode != "open" and self.asked % self.every == 0

    def handle_error(self, request, client_address) -> None:
        """Stay quiet about clients that went away: that is what is tested."""


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.fails():
            self._fail()
            return
        behind = http.client.HTTPConnection("127.0.0.1", self.server.port_behind)
        behind.request(self.command, self.path, body, dict(self.headers))
        answer = behind.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in (
                "transfer-encoding",
                "connection",
                "date",
                "server",
            ):
                if name.lower() == "content-length" and self.command != "HEAD":
                    continue
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        behind.close()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass

    def _fail(self) -> None:
        mode = self.server.mode
        self.close_connection = True
        if mode == "reset":
            now = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            self.connection.close()
            return
        if mode == "silent":
            with contextlib.suppress(OSError):
                self.connection.settimeout(10)
                self.connection.recv(1)
            return
        self.send_response(int(mode))
        data = b"" if self.command == "HEAD" else SLOW_DOWN
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *details) -> None:
        """Say nothing."""
