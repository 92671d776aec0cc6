"""Deluge's core in this process, with its default settings but for what the measurement needs."""

import base64
import json
import sys
import threading

from twisted.internet import reactor

import deluge.configmanager

given = json.loads(sys.argv[1])
deluge.configmanager.set_config_dir(given["folder"])

import deluge.component as component  # noqa: E402
from deluge.core.core import Core  # noqa: E402
from deluge.core.eventmanager import EventManager  # noqa: E402
from deluge.core.rpcserver import RPCServer  # noqa: E402

rpc = RPCServer(port=58846, allow_remote=False, listen=True)
core = Core(listen_interface="0.0.0.0")
core.set_config(
    {
        "listen_ports": [6881, 6881],
        "random_port": False,
        "dht": False,
        "lsd": False,
        "upnp": False,
        "natpmp": False,
        "utpex": True,
        "max_upload_speed": given["up"] / 1024,
        "ignore_limits_on_local_network": False,
        "download_location": given["folder"],
        "new_release_check": False,
    }
)
core.session.apply_settings({"enable_outgoing_utp": False, "enable_incoming_utp": False})
ids = []


def add():
    with open(given["torrent"], "rb") as file:
        found = core.add_torrent_file("content.torrent", base64.b64encode(file.read()), {"download_location": given["folder"]})
    ids.append(found)


def listen():
    for line in sys.stdin:
        if line.strip() == "add":
            reactor.callFromThread(add)


def tell():
    told = {"complete": False, "done": 0, "up": 0, "down": 0, "twice": None}
    if ids:
        status = core.torrentmanager.torrents[ids[0]].handle.status()
        told = {
            "complete": bool(status.is_seeding),
            "done": status.total_wanted_done,
            "up": status.total_payload_upload,
            "down": status.total_payload_download,
            "twice": status.total_redundant_bytes,
        }
    print(json.dumps(told), flush=True)
    reactor.callLater(0.1, tell)


component.start()
threading.Thread(target=listen, daemon=True).start()
reactor.callLater(1, tell)
reactor.run()
