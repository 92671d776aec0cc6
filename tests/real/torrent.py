"""Bencoding, a torrent of drawn content, and a tracker that names everybody to everybody."""

import hashlib
import http.server
import random
import socketserver
import threading
import time
import urllib.parse


def bencode(value):
    """Encodes ints, bytes, str, lists and dicts by BEP 3."""
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(map(bencode, value)) + b"e"
    keys = sorted(key.encode() if isinstance(key, str) else key for key in value)
    values = {key.encode() if isinstance(key, str) else key: it for key, it in value.items()}
    return b"d" + b"".join(bencode(key) + bencode(values[key]) for key in keys) + b"e"


def make(pieces, piece_length, announce):
    """Content drawn from a fixed seed, and its torrent: (content, bytes of the .torrent)."""
    content = random.Random(f"{pieces} {piece_length}").randbytes(pieces * piece_length)
    hashes = b"".join(
        hashlib.sha1(content[at : at + piece_length]).digest() for at in range(0, len(content), piece_length)
    )
    info = {"name": "content.bin", "length": len(content), "piece length": piece_length, "pieces": hashes}
    return content, bencode({"announce": announce, "info": info})


class Tracker(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """An HTTP tracker with compact replies (BEP 23). It forgets who says `stopped`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address):
        super().__init__(address, Announce)
        self.lock = threading.Lock()
        self.peers = {}
        self.first_announce = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Announce(http.server.BaseHTTPRequestHandler):
    """One announce."""

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query, encoding="latin-1")
        if "port" not in query:
            self.send_error(404)
            return
        peer = (self.client_address[0], int(query["port"][0]))
        with self.server.lock:
            self.server.first_announce.setdefault(peer[0], time.monotonic())
            if query.get("event") == ["stopped"]:
                self.server.peers.pop(peer, None)
            else:
                self.server.peers[peer] = query.get("left", ["1"])[0]
            others = [it for it in self.server.peers if it != peer]
            seeds = sum(left == "0" for left in self.server.peers.values())
        random.shuffle(others)
        others = others[: int(query.get("numwant", ["50"])[0])]
        compact = b"".join(
            bytes(map(int, host.split("."))) + port.to_bytes(2, "big") for host, port in others
        )
        reply = bencode(
            {
                "interval": 1800,
                "min interval": 60,
                "complete": seeds,
                "incomplete": len(others) + 1 - seeds,
                "peers": compact,
            }
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass
