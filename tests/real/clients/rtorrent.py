"""rTorrent, asked by XML-RPC over SCGI."""

import socket
import subprocess
import xmlrpc.client

from .base import Client


class Rtorrent(Client):
    """Its limit counts in 1,024 bytes."""

    @staticmethod
    def version():
        done = subprocess.run(["rtorrent", "-h"], capture_output=True, text=True)
        return (done.stdout + done.stderr).split("version")[1].split()[0].rstrip(".")

    def start(self):
        lines = [
            "system.daemon.set = true",
            f"directory.default.set = {self.folder}",
            f"session.path.set = {self.folder}",
            "network.scgi.open_port = 0.0.0.0:5000",
            "network.port_range.set = 6881-6881",
            "network.port_random.set = no",
            "dht.mode.set = disable",
            "protocol.pex.set = no",
            "trackers.use_udp.set = no",
            f"throttle.global_up.max_rate.set_kb = {round(self.up / 1024)}",
            "pieces.hash.on_completion.set = no",
        ]
        (self.folder / "rtorrent.rc").write_text("\n".join(lines) + "\n")
        self.spawn(["rtorrent", "-n", "-o", f"import={self.folder}/rtorrent.rc"])
        self.wait_for(lambda: self.ask("system.pid"))

    def ask(self, method, *params):
        body = xmlrpc.client.dumps(params, method).encode()
        head = f"CONTENT_LENGTH\0{len(body)}\0SCGI\x001\0REQUEST_METHOD\0POST\0REQUEST_URI\0/RPC2\0".encode()
        with socket.create_connection((self.address, 5000), timeout=5) as link:
            link.sendall(b"%d:%s," % (len(head), head) + body)
            reply = b"".join(iter(lambda: link.recv(65536), b""))
        return xmlrpc.client.loads(reply.split(b"\r\n\r\n", 1)[1])[0][0]

    def add(self):
        self.ask("load.raw_start", "", xmlrpc.client.Binary(self.torrent.read_bytes()))

    def status(self):
        fields = ["d.complete=", "d.completed_bytes=", "d.up.total=", "d.down.total="]
        found = self.ask("d.multicall2", "", "main", *fields)
        complete, done, up, down = found[0] if found else (0, 0, 0, 0)
        return {"complete": complete == 1, "done": done, "up": up, "down": down, "twice": None}
