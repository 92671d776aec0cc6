"""Deluge's daemon, asked by a script of ours that uses Deluge's own client library (Debian's Python has it)."""

import subprocess

from .base import SCRIPTS
from .scripted import Scripted


class Deluge(Scripted):
    """The script starts the daemon and limits it."""

    @staticmethod
    def version():
        done = subprocess.run(["deluged", "--version"], capture_output=True, text=True).stdout.split()
        return f"{done[1]} (libtorrent {done[3]})"

    def words(self):
        return ["/usr/bin/python3", SCRIPTS / "deluge_client.py"]
