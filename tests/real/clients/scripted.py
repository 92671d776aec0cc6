"""Programs that are libraries: a script of ours runs in the client's process and writes a line of figures each tenth of a second."""

import json
import os
import subprocess
import threading

from .base import FOLDER, INSTALLED, SCRIPTS, Client


class Scripted(Client):
    """Told `add` by a line on its input."""

    def words(self):
        raise NotImplementedError

    def start(self):
        self.latest = None
        errors = open(self.folder / "log.txt", "wb")
        given = {"torrent": str(self.torrent), "folder": str(self.folder), "up": self.up, "seed": self.seed}
        pipe = subprocess.PIPE
        environment = {**os.environ, "HOME": str(self.folder)}
        self.spawn([*self.words(), json.dumps(given)], stdin=pipe, stdout=pipe, stderr=errors, env=environment)
        threading.Thread(target=self.read, daemon=True).start()
        self.wait_for(lambda: self.latest)

    def read(self):
        for line in self.process.stdout:
            try:
                self.latest = json.loads(line)
            except ValueError:
                pass

    def add(self):
        self.process.stdin.write(b"add\n")
        self.process.stdin.flush()

    def status(self):
        return self.latest


class Libtorrent(Scripted):
    """libtorrent from PyPI, in an environment of its own."""

    @staticmethod
    def version():
        words = [INSTALLED / "venv/bin/python", "-c", "import libtorrent; print(libtorrent.__version__)"]
        return subprocess.run(words, capture_output=True, text=True).stdout.strip()

    def words(self):
        return [INSTALLED / "venv/bin/python", FOLDER / "libtorrent_client.py"]


class WebTorrent(Scripted):
    """webtorrent from npm, under Node, without WebRTC (whose native part is not needed between Node clients)."""

    @staticmethod
    def version():
        return json.loads((INSTALLED / "webtorrent/node_modules/webtorrent/package.json").read_text())["version"]

    def words(self):
        hook = "--import=" + (SCRIPTS / "without_webrtc.mjs").as_uri()
        return ["node", hook, SCRIPTS / "webtorrent_client.mjs", INSTALLED / "webtorrent/node_modules/webtorrent/index.js"]
