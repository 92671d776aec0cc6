// The words of the trade, each in a sentence.
//
// Owns the explanations that tooltips and the help show. Must never know where they are shown.

export const WORDS = {
  seeder: 'A peer that has every piece and only uploads.',
  leecher: 'A peer that still lacks pieces; it downloads, and uploads what it has.',
  rider: 'A free rider: it downloads and never uploads.',
  polluter: 'A polluter: it sends bytes that fail their hash.',
  crashed: 'A peer that fell silent; its neighbours do not know yet.',
  tracker: 'The tracker tells newcomers who else is there. It never touches a piece.',
  piece: 'The content is cut into pieces. A piece counts, and is passed on, once its hash is right.',
  block: 'A moving dot is a block of 16 KiB on its way, in the colour of its piece.',
  ring: 'The ring around a leecher shows its pieces, each at its own place.',
  tile: 'Among more than 400 peers a leecher is filled clockwise, as far as it has the pieces; where it is too small for that, it grows stronger.',
  unchoked: 'A solid line: the sender has unchoked the receiver, who is interested.',
  optimistic: 'A dashed line: an optimistic unchoke. It gives a stranger a chance to prove itself.',
  choked: 'Choked: the neighbour may not ask for blocks now.',
  rarest: 'Peers ask for the piece that the fewest neighbours have, so that no piece dies out.',
  seed: 'The seed of all chance in this run. The same seed gives the same run, block for block.',
  whose: 'Whose client is shown and changed below: everybody’s, or that of one group alone.',
  client: 'The program that a peer runs, with its own defaults. What you change below is laid over them.',
  serve:
    'Whom a leecher unchokes. Click a peer to read each decision, with its rule and where the rule is from.',
  seedServe: 'Whom a seeder unchokes: it needs nothing in return.',
  bound:
    'No run of this swarm is done sooner: the content must leave the seeder once, reach the slowest downlink, and fit through all uplinks together (Kumar, Ross 2006).',
  offer: 'What a seeder tells of its pieces: all of them, or one at a time so that it sends each only once.',
  endgame: 'What a peer does with the last blocks, when all of them have been asked for.',
  stall:
    'Somebody is incomplete, and a piece is nowhere and will not come, or no block has moved for ten minutes.',
  laws: 'While it runs, the laws of a swarm are checked: bytes sent arrive, no link is faster than it can be, nobody serves a piece it lacks.',
  throughput: 'What all peers together upload, and how much of it comes from those who brought the content.',
} as const;
