"""One swarm, from the start of its clients to the last completion. Runs in the namespace of the bridge; `run.py` starts it."""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import threading
import time

from clients import PROGRAMS
from network import TRACKER, address
from torrent import Tracker, make


class Member:
    """A client and what was seen of it."""

    def __init__(self, group, client):
        self.group, self.client = group, client
        self.joined = self.finished = self.first_sent = None
        self.status = {"complete": False, "done": 0, "up": 0, "down": 0, "twice": None}
        self.error = None

    def watch(self, origin, over):
        """Asks for the figures until the swarm is over."""
        while not over.is_set():
            try:
                self.status = self.client.status()
            except Exception as error:
                self.error = repr(error)
            now = time.monotonic() - origin
            if self.first_sent is None and self.status["up"] > 0:
                self.first_sent = now
            if self.finished is None and self.status["complete"] and not self.client.seed:
                self.finished = now
            time.sleep(0.1 if self.client.seed else 0.25)

    def told(self, announced):
        moments = (("joined", self.joined), ("announced", announced), ("finished", self.finished))
        rounded = {name: value if value is None else round(value, 2) for name, value in moments}
        figures = {name: self.status[name] for name in ("up", "down", "twice")}
        return {"class": self.group["name"], **rounded, **figures}


def together(functions):
    """Runs them at once; the first failure is raised."""
    failures = []

    def guarded(function):
        try:
            function()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=[function]) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def play(row, namespaces, work):
    """The record of one run."""
    began = time.monotonic()
    tracker = Tracker((TRACKER, 6969))
    content, torrent = make(row["pieces"], row["piece_length"], f"http://{TRACKER}:6969/announce")
    path = work / "content.torrent"
    path.write_bytes(torrent)
    members = []
    for group in row["groups"]:
        for _ in range(group["count"]):
            i = len(members)
            seed = group.get("seed", False)
            program = PROGRAMS[group["program"]]
            client = program(namespaces[i], address(i), work / f"{i}", path, group["upload_rate"], seed)
            if seed:
                (client.folder / "content.bin").write_bytes(content)
            members.append(Member(group, client))
    over = threading.Event()
    load = os.getloadavg()[0]
    try:
        together([member.client.start for member in members])
        seeders = [member for member in members if member.client.seed]
        for member in seeders:
            member.client.add()
            member.client.wait_until_complete()
        time.sleep(2)
        leechers = [member for member in members if not member.client.seed]
        origin = time.monotonic()
        for member in seeders:
            threading.Thread(target=member.watch, args=[origin, over], daemon=True).start()

        def join(member):
            time.sleep(max(0, origin + member.group.get("joins_s", 0) - time.monotonic()))
            member.joined = time.monotonic() - origin
            member.client.add()
            member.watch(origin, over)

        for member in leechers:
            threading.Thread(target=join, args=[member], daemon=True).start()
        while time.monotonic() - origin < row["limit_s"] and any(member.finished is None for member in leechers):
            time.sleep(0.1)
        time.sleep(1)
    finally:
        over.set()
        together([member.client.stop for member in members])
        tracker.shutdown()
    def announced(member):
        """When the tracker first heard of it, in seconds after the first leechers were told to begin."""
        at = tracker.first_announce.get(member.client.address)
        return None if at is None else at - origin

    programs = sorted({group["program"] for group in row["groups"]})
    return {
        "row": row["name"],
        "date": datetime.date.today().isoformat(),
        "versions": {name: PROGRAMS[name].version() for name in programs},
        "load": [round(load, 2), round(os.getloadavg()[0], 2)],
        "wall_s": round(time.monotonic() - began, 1),
        "first_block": round(min((member.first_sent for member in seeders if member.first_sent is not None), default=-1), 2),
        "complete": all(member.finished is not None for member in leechers),
        "clients": [member.told(announced(member)) for member in members],
        "errors": sorted({member.error for member in members if member.error}),
    }


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--row", required=True, help="the row as JSON")
    words.add_argument("--namespaces", required=True)
    words.add_argument("--work", required=True, type=pathlib.Path)
    words.add_argument("--out", required=True, type=pathlib.Path)
    given = words.parse_args()
    shutil.rmtree(given.work, ignore_errors=True)
    given.work.mkdir(parents=True)
    record = play(json.loads(given.row), given.namespaces.split(","), given.work)
    given.out.write_text(json.dumps(record))


if __name__ == "__main__":
    main()
