"""Hosts on one machine: a network namespace for each client, joined by a bridge in one more, where the tracker and the observer
run. Nothing leads out. Needs root and `ip` (iproute2)."""

import subprocess

TRACKER = "198.18.0.254"
"""Addresses are of 198.18.0.0/15, which RFC 2544 sets aside for measurements: clients lift limits for private addresses."""


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Network:
    """A bridge and so many hosts."""

    def __init__(self, name, hosts):
        self.hub = f"{name}hub"
        self.names = [f"{name}h{i}" for i in range(hosts)]
        self.close()
        ip("netns", "add", self.hub)
        ip("-n", self.hub, "link", "set", "lo", "up")
        ip("-n", self.hub, "link", "add", "bridge0", "type", "bridge")
        ip("-n", self.hub, "addr", "add", f"{TRACKER}/24", "dev", "bridge0")
        ip("-n", self.hub, "link", "set", "bridge0", "up")
        for i, host in enumerate(self.names):
            ip("netns", "add", host)
            ip("-n", host, "link", "set", "lo", "up")
            ip("-n", self.hub, "link", "add", f"to{i}", "type", "veth", "peer", "name", "eth0", "netns", host)
            ip("-n", self.hub, "link", "set", f"to{i}", "master", "bridge0", "up")
            ip("-n", host, "addr", "add", f"{address(i)}/24", "dev", "eth0")
            ip("-n", host, "link", "set", "eth0", "up")

    def close(self):
        for name in [self.hub, *self.names]:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


def address(i):
    """The address of a host."""
    return f"198.18.0.{i + 1}"
