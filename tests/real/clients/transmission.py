"""transmission-daemon, asked by its RPC."""

import base64
import json
import subprocess
import urllib.error

from .base import Client, post


class Transmission(Client):
    """Its limit counts in 1,000 bytes."""

    @staticmethod
    def version():
        done = subprocess.run(["transmission-daemon", "--version"], capture_output=True, text=True)
        return (done.stdout + done.stderr).split()[1]

    def start(self):
        settings = {
            "dht-enabled": False,
            "lpd-enabled": False,
            "utp-enabled": False,
            "port-forwarding-enabled": False,
            "peer-port": 6881,
            "rpc-bind-address": "0.0.0.0",
            "rpc-whitelist-enabled": False,
            "rpc-host-whitelist-enabled": False,
            "download-dir": str(self.folder),
            "speed-limit-up": self.up // 1000,
            "speed-limit-up-enabled": True,
        }
        (self.folder / "settings.json").write_text(json.dumps(settings))
        self.session = ""
        self.spawn(["transmission-daemon", "-f", "-g", self.folder])
        self.wait_for(lambda: self.ask("session-get", {}))

    def ask(self, method, arguments):
        body = json.dumps({"method": method, "arguments": arguments}).encode()
        for _ in range(2):
            try:
                reply = post(f"http://{self.address}:9091/transmission/rpc", body, {"X-Transmission-Session-Id": self.session})
                return json.loads(reply)["arguments"]
            except urllib.error.HTTPError as error:
                self.session = error.headers.get("X-Transmission-Session-Id", "")
        raise RuntimeError("no session")

    def add(self):
        self.ask("torrent-add", {"metainfo": base64.b64encode(self.torrent.read_bytes()).decode()})

    def status(self):
        fields = ["leftUntilDone", "haveValid", "haveUnchecked", "uploadedEver", "downloadedEver", "corruptEver", "sizeWhenDone", "status"]
        found = self.ask("torrent-get", {"fields": fields})["torrents"]
        if not found:
            return {"complete": False, "done": 0, "up": 0, "down": 0, "twice": None}
        it = found[0]
        done = it["haveValid"] + it["haveUnchecked"]
        complete = it["sizeWhenDone"] > 0 and it["leftUntilDone"] == 0 and it["status"] in (5, 6)
        # Payload that is received and not wanted any more is counted by the program as received.
        twice = None if self.seed else max(0, it["downloadedEver"] - done)
        return {"complete": complete, "done": done, "up": it["uploadedEver"], "down": it["downloadedEver"], "twice": twice}
