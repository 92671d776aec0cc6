"""Runs swarms of real clients and keeps what they did in `runs.jsonl`, a line a run. Runs that are there are not run again.

    python3 tests/real/run.py [--row NAME] [--runs N] [--parallel 2] [--unseen] [--minutes 120]

Rows, numbers of runs and bands stand in `rows.json`. `README.md` says what must be installed."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from network import Network

FOLDER = pathlib.Path(__file__).resolve().parent
RUNS = FOLDER / "runs.jsonl"
LOCK = threading.Lock()


def stored():
    """How many runs of each row are there."""
    counts = {}
    if RUNS.exists():
        for line in RUNS.read_text().splitlines():
            name = json.loads(line)["row"]
            counts[name] = counts.get(name, 0) + 1
    return counts


def plan(rows, runs, only, unseen):
    """Rows that lack runs, in turns, so that a stop leaves each row about as many."""
    have = stored()
    wanted = [row for row in rows if (only or "") in row["name"] and (unseen or not row.get("unseen"))]
    turns = [(have.get(row["name"], 0) + extra, at, row) for at, row in enumerate(wanted)
             for extra in range((runs or row["runs"]) - have.get(row["name"], 0))]
    return [row for _, _, row in sorted(turns, key=lambda it: it[:2])]


def one(row, slot, keep):
    """One run in its own namespaces, and its record on the end of the file."""
    count = sum(group["count"] for group in row["groups"])
    with LOCK:
        network = Network(f"real{os.getpid()}s{slot}", count)
    with tempfile.TemporaryDirectory(prefix="real-") as scratch:
        out = pathlib.Path(scratch) / "record.json"
        work = keep / f"{slot}" if keep else pathlib.Path(scratch) / "work"
        words = ["ip", "netns", "exec", network.hub, sys.executable, str(FOLDER / "swarm.py"), "--row", json.dumps(row)]
        words += ["--namespaces", ",".join(network.names), "--work", str(work), "--out", str(out)]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=row["limit_s"] + 120)
            if done.returncode != 0:
                print(f"{row['name']}: {done.stderr.strip().splitlines()[-1:]}", flush=True)
                return
            record = json.loads(out.read_text())
        except subprocess.TimeoutExpired:
            print(f"{row['name']}: not over in time", flush=True)
            return
        finally:
            network.close()
    with LOCK, open(RUNS, "a") as file:
        file.write(json.dumps(record) + "\n")
    last = max((it["finished"] or 0 for it in record["clients"] if it["joined"] is not None), default=0)
    print(f"{row['name']}: {'complete' if record['complete'] else 'NOT COMPLETE'}, last after {last:.1f} s, load {record['load']}", flush=True)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--row", help="only rows whose names contain this")
    words.add_argument("--runs", type=int, help="so many runs of each row in all, instead of the stated number")
    words.add_argument("--parallel", type=int, default=1, help="swarms at a time")
    words.add_argument("--unseen", action="store_true", help="the unseen rows too")
    words.add_argument("--minutes", type=float, default=120, help="no run is begun after this")
    words.add_argument("--keep", type=pathlib.Path, help="keeps the clients' folders here")
    given = words.parse_args()
    until = time.monotonic() + 60 * given.minutes
    pending = plan(json.loads((FOLDER / "rows.json").read_text())["rows"], given.runs, given.row, given.unseen)
    print(f"{len(pending)} runs", flush=True)

    def work(slot):
        while time.monotonic() < until:
            with LOCK:
                if not pending:
                    return
                row = pending.pop(0)
            one(row, slot, given.keep)

    with concurrent.futures.ThreadPoolExecutor(given.parallel) as pool:
        list(pool.map(work, range(given.parallel)))


if __name__ == "__main__":
    main()
