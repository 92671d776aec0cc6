// A WebTorrent client with its default settings, but for what the measurement needs.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { default: WebTorrent } = await import(pathToFileURL(process.argv[2]).href);
const given = JSON.parse(process.argv[3]);
const client = new WebTorrent({
  dht: false,
  lsd: false,
  utp: false,
  natUpnp: false,
  natPmp: false,
  torrentPort: 6881,
  uploadLimit: given.up,
});
client.on('error', (error) => console.error(String(error?.stack ?? error)));
let torrent;
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.trim() === 'add') torrent = client.add(given.torrent, { path: given.folder });
});
setInterval(() => {
  const told = {
    complete: torrent?.done ?? false,
    done: torrent?.downloaded ?? 0,
    up: torrent?.uploaded ?? 0,
    down: torrent?.received ?? 0,
    twice: null,
  };
  console.log(JSON.stringify(told));
}, 100);
