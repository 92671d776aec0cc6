"""What all clients have in common: a process in a namespace, asked for its figures."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
SCRIPTS = FOLDER.parent / "scripts"
INSTALLED = pathlib.Path(os.environ.get("REAL_CLIENTS", FOLDER.parents[2] / ".tools/real"))


def post(url, body, headers=None, timeout=5):
    """The answer to a POST, as bytes."""
    request = urllib.request.Request(url, data=body, headers=headers or {})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        return reply.read()


def get(url, timeout=5):
    """The answer to a GET, as JSON."""
    with urllib.request.urlopen(url, timeout=timeout) as reply:
        return json.load(reply)


class Client:
    """One running client. `status` is {complete, done, up, down, twice}: payload bytes, `twice` None where the program does not
    tell."""

    def __init__(self, namespace, address, folder, torrent, up, seed):
        self.namespace, self.address, self.torrent, self.up, self.seed = namespace, address, torrent, up, seed
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.process = None

    def spawn(self, words, **more):
        log = open(self.folder / "log.txt", "wb")
        more = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT, **more}
        more.setdefault("env", {**os.environ, "HOME": str(self.folder), "TERM": "xterm"})
        words = ["ip", "netns", "exec", self.namespace, *map(str, words)]
        self.process = subprocess.Popen(words, cwd=self.folder, start_new_session=True, **more)

    def wait_for(self, what, timeout_s=30):
        """Tries until it says something that is not None."""
        last, until = None, time.monotonic() + timeout_s
        while time.monotonic() < until:
            try:
                found = what()
                if found is not None:
                    return found
            except Exception as error:
                last = error
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise RuntimeError(f"{type(self).__name__} at {self.address}: {last or 'no answer'}; see {self.folder}/log.txt")

    def wait_until_complete(self):
        self.wait_for(lambda: self.status()["complete"] or None)

    def stop(self):
        if self.process is None:
            return
        for number in [signal.SIGTERM, signal.SIGKILL]:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass
            try:
                self.process.wait(3)
                break
            except subprocess.TimeoutExpired:
                continue
