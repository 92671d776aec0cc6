#!/usr/bin/env bash
# Brings the real programs: Debian's packages, and the others into `.tools/real` of the repository, which git ignores. Needs root, Node, cargo and Python 3.
set -euo pipefail
mkdir -p "$(dirname "$0")/../../.tools/real"
cd "$(dirname "$0")/../../.tools/real"
apt-get install -y --no-install-recommends transmission-daemon aria2 rtorrent deluged
mkdir -p webtorrent
python3 -m venv venv
venv/bin/pip install libtorrent==2.1.1
# Without its native modules: WebRTC is for browsers.
npm install --prefix webtorrent --ignore-scripts --no-audit --no-fund webtorrent@3.0.21
cargo install rqbit --version 9.0.1 --locked --no-default-features --features rust-tls --root rqbit
