"""rqbit's server, asked by its HTTP API."""

import subprocess

from .base import INSTALLED, Client, get, post


class Rqbit(Client):
    """librqbit with the options of its own program."""

    @staticmethod
    def version():
        done = subprocess.run([INSTALLED / "rqbit/bin/rqbit", "--version"], capture_output=True, text=True)
        return done.stdout.split()[-1]

    def start(self):
        words = [INSTALLED / "rqbit/bin/rqbit", "--disable-dht", "--disable-lsd", "--disable-upnp-port-forward"]
        words += ["--listen-ip", "0.0.0.0", "--listen-port", 6881, "--http-api-listen-addr", "0.0.0.0:3030"]
        words += ["--ratelimit-upload", self.up, "server", "start", "--disable-persistence", self.folder]
        self.spawn(words)
        self.wait_for(lambda: get(f"http://{self.address}:3030/torrents"))

    def add(self):
        folder = str(self.folder).replace("/", "%2F")
        post(f"http://{self.address}:3030/torrents?overwrite=true&output_folder={folder}", self.torrent.read_bytes())

    def status(self):
        if not get(f"http://{self.address}:3030/torrents")["torrents"]:
            return {"complete": False, "done": 0, "up": 0, "down": 0, "twice": None}
        told = get(f"http://{self.address}:3030/torrents/0/stats/v1")
        snapshot = (told.get("live") or {}).get("snapshot", {})
        fetched = snapshot.get("fetched_bytes", 0)
        return {
            "complete": told["finished"],
            "done": told["progress_bytes"],
            "up": told.get("uploaded_bytes", 0),
            "down": fetched,
            "twice": None if self.seed else max(0, fetched - told["progress_bytes"]),
        }
