"""A libtorrent session with its default settings, but for what the measurement needs."""

import json
import sys
import threading
import time

import libtorrent as lt

given = json.loads(sys.argv[1])
session = lt.session(
    {
        "listen_interfaces": "0.0.0.0:6881",
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "enable_outgoing_utp": False,
        "enable_incoming_utp": False,
        "upload_rate_limit": given["up"],
        "alert_mask": 0,
    }
)
handle = None


def add():
    global handle
    info = lt.torrent_info(given["torrent"])
    handle = session.add_torrent({"ti": info, "save_path": given["folder"]})


def listen():
    for line in sys.stdin:
        if line.strip() == "add":
            add()


threading.Thread(target=listen, daemon=True).start()
while True:
    told = {"complete": False, "done": 0, "up": 0, "down": 0, "twice": 0}
    if handle is not None:
        status = handle.status()
        told = {
            "complete": status.is_seeding,
            "done": status.total_wanted_done,
            "up": status.total_payload_upload,
            "down": status.total_payload_download,
            "twice": status.total_redundant_bytes,
        }
    print(json.dumps(told), flush=True)
    time.sleep(0.1)
