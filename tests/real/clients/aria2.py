"""aria2c, asked by its JSON-RPC."""

import base64
import json
import subprocess

from .base import Client, post


class Aria2(Client):
    """It goes on seeding when it is complete."""

    @staticmethod
    def version():
        return subprocess.run(["aria2c", "--version"], capture_output=True, text=True).stdout.split()[2]

    def start(self):
        words = ["aria2c", "--no-conf", "--enable-rpc", "--rpc-listen-all", "--enable-dht=false", "--bt-enable-lpd=false"]
        words += ["--listen-port=6881", f"--max-overall-upload-limit={self.up}", "--seed-ratio=0", "--file-allocation=none"]
        words += [f"--dir={self.folder}", "--disable-ipv6", "--bt-hash-check-seed=true", "--check-integrity=true"]
        self.spawn(words)
        self.wait_for(lambda: self.ask("aria2.getVersion"))

    def ask(self, method, *params):
        body = {"jsonrpc": "2.0", "id": "1", "method": method, "params": list(params)}
        return json.loads(post(f"http://{self.address}:6800/jsonrpc", json.dumps(body).encode()))["result"]

    def add(self):
        self.id = self.ask("aria2.addTorrent", base64.b64encode(self.torrent.read_bytes()).decode())

    def status(self):
        it = self.ask("aria2.tellStatus", self.id)
        done, up = int(it["completedLength"]), int(it["uploadLength"])
        complete = done > 0 and done == int(it["totalLength"]) and it.get("seeder") == "true"
        return {"complete": complete, "done": done, "up": up, "down": done, "twice": None}
