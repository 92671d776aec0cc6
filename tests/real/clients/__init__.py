"""The programs, each behind the same few functions."""

from .aria2 import Aria2
from .deluge import Deluge
from .rqbit import Rqbit
from .rtorrent import Rtorrent
from .scripted import Libtorrent, WebTorrent
from .transmission import Transmission

PROGRAMS = {
    "aria2": Aria2,
    "deluge": Deluge,
    "libtorrent": Libtorrent,
    "rqbit": Rqbit,
    "rtorrent": Rtorrent,
    "transmission": Transmission,
    "webtorrent": WebTorrent,
}
