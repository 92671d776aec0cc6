// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

import type { Knob } from './types';

/** A section's path in a scenario; `groups` stands for each of its groups. */
export type Section = 'torrent' | 'tracker' | 'network' | 'peer.choker' | 'peer.picker' | 'peer.pipeline' | 'peer.neighbours' | 'peer.seeding' | 'peer.extensions' | 'groups';

/** The cards of every section's numbers, in the order of the section's fields. */
export const KNOBS: Readonly<Record<Section, readonly Knob[]>> = {
  'torrent': [
    {"name":"pieces","unit":"pieces","min":1.0,"max":2097152.0,"default":40.0,"why":"enough to watch rarest first at work, few enough to see each one","seen":"more pieces spread faster: each is ready to be passed on sooner"},
    {"name":"piece_length","unit":"bytes","min":1.0,"max":536854528.0,"default":262144.0,"why":"BEP 3: most commonly 2^18","seen":"larger pieces are verified, and so passed on, later"},
    {"name":"last_piece_length","unit":"bytes","min":0.0,"max":536854528.0,"default":0.0,"why":"a file is rarely a whole number of pieces long","seen":"the last piece and its last block are short"},
    {"name":"block_length","unit":"bytes","min":1024.0,"max":16777216.0,"default":16384.0,"why":"BEP 3: 2^14, and clients refuse to serve more; other lengths are for comparing with models that have others","seen":"large blocks are received, and so credited, later"},
    {"name":"metadata_length","unit":"bytes","min":0.0,"max":16777216.0,"default":0.0,"why":"a SHA-1 hash for each piece (BEP 3); libtorrent takes 4 MiB from a neighbour at most","seen":"how long a peer that begins with a magnet link waits"},
  ],
  'tracker': [
    {"name":"interval_s","unit":"s","min":10.0,"max":86400.0,"default":1800.0,"why":"mainline's tracker: reannounce_interval = 30 * 60","seen":"a short interval lets peers find each other sooner"},
    {"name":"min_interval_s","unit":"s","min":1.0,"max":86400.0,"default":300.0,"why":"mainline asks again after five minutes when it has few neighbours","seen":"how soon a lonely peer may ask again"},
    {"name":"numwant_max","unit":"peers","min":1.0,"max":1000.0,"default":200.0,"why":"mainline's tracker, track.py: max_give = 200; response_size = 50 only where the client names no number","seen":"fewer names make a sparser swarm"},
    {"name":"expiry_s","unit":"s","min":10.0,"max":864000.0,"default":2700.0,"why":"mainline's tracker: timeout_downloaders_interval = 45 * 60","seen":"how long the tracker still names a peer that crashed"},
    {"name":"latency_s","unit":"s","min":0.0,"max":10.0,"default":0.05,"why":"a tenth of a second there and back","seen":"how long an arriving peer waits for its first neighbours"},
    {"name":"external_max","unit":"peers","min":0.0,"max":1000.0,"default":1.0,"why":"Bindal et al. 2006: one external neighbour keeps a region's swarm alive","seen":"how much traffic crosses between regions"},
  ],
  'network': [
    {"name":"jitter_s","unit":"s","min":0.0,"max":10.0,"default":0.0,"why":"none: a variable that most published models leave out","seen":"messages cross each other"},
    {"name":"cross_region_latency_s","unit":"s","min":0.0,"max":10.0,"default":0.0,"why":"none; some 0.05 between continents","seen":"far peers are served more slowly"},
    {"name":"connection_window","unit":"bytes","min":0.0,"max":1000000000000.0,"default":0.0,"why":"none; SimGrid's LV08 has TCP-gamma = 4194304, so that rate <= gamma / (2 latency)","seen":"long ways are slow ways"},
    {"name":"datagram_loss","unit":"share","min":0.0,"max":1.0,"default":0.0,"why":"none; BEP 15 announces by datagrams and repeats what is not answered","seen":"who hears of others late"},
  ],
  'peer.choker': [
    {"name":"upload_slots","unit":"slots","min":0.0,"max":1000.0,"default":4.0,"why":"BEP 3 and Cohen 2003: four","seen":"fewer slots send each block faster and to fewer peers"},
    {"name":"optimistic_slots","unit":"slots","min":0.0,"max":1000.0,"default":1.0,"why":"BEP 3: a single optimistic unchoke","seen":"without one nobody new is tried while the slots are taken"},
    {"name":"optimistic_share","unit":"share","min":0.0,"max":1.0,"default":0.0,"why":"a fixed number; libtorrent: num_optimistic_unchoke_slots = 0, a fifth of the slots","seen":"how many strangers are tried by a client with many slots"},
    {"name":"min_uploads","unit":"slots","min":0.0,"max":1000.0,"default":1000.0,"why":"more than the slots: all of them are given away, since a slot that waits helps nobody; mainline: min_uploads = 2","seen":"whether slots stay empty while few neighbours have earned one"},
    {"name":"rechoke_interval_s","unit":"s","min":1.0,"max":600.0,"default":10.0,"why":"BEP 3: every ten seconds, long enough for TCP to ramp up","seen":"short rounds make links flutter"},
    {"name":"optimistic_rounds","unit":"rounds","min":1.0,"max":100.0,"default":3.0,"why":"BEP 3: every thirty seconds, a full connection trial","seen":"how long a newcomer has to prove itself"},
    {"name":"hold_rounds","unit":"rounds","min":0.0,"max":100.0,"default":1.0,"why":"Cohen 2003: an unchoke taken back before TCP has ramped up helps nobody; mainline holds none","seen":"0 lets slots flutter"},
    {"name":"new_connection_weight","unit":"times","min":1.0,"max":100.0,"default":3.0,"why":"BEP 3: three times as likely","seen":"how soon a newcomer gets its first piece"},
    {"name":"snub_after_s","unit":"s","min":1.0,"max":3600.0,"default":60.0,"why":"Cohen 2003: over a minute; mainline: snub_time = 30","seen":"how long a peer stays loyal to one that stopped sending"},
    {"name":"rate_window_s","unit":"s","min":0.1,"max":600.0,"default":20.0,"why":"Cohen 2003: a rolling 20-second average; Transmission: 2 s","seen":"short windows chase every change"},
    {"name":"rate_fudge_s","unit":"s","min":0.0,"max":60.0,"default":1.0,"why":"mainline: fudge = 1 (5 for uploads)","seen":"how much the first block of a connection counts"},
    {"name":"upload_fudge_s","unit":"s","min":0.0,"max":60.0,"default":1.0,"why":"as for downloads; mainline measures uploads with fudge = 5","seen":"how fast a neighbour looks to a seed when it has just begun"},
    {"name":"slot_rate","unit":"B/s","min":0.0,"max":1000000000.0,"default":1024.0,"why":"libtorrent: rate_choker_initial_threshold = 1024","seen":"how fast a neighbour must be to be worth a slot"},
    {"name":"slot_rate_step","unit":"B/s","min":0.0,"max":1000000000.0,"default":2048.0,"why":"libtorrent, choker.cpp: 2048 more for each slot","seen":"a small step opens many slots on a fast uplink"},
    {"name":"quota_pieces","unit":"pieces","min":0.0,"max":2097152.0,"default":20.0,"why":"libtorrent: seeding_piece_quota = 20","seen":"a large quota keeps a seed with few neighbours for long"},
    {"name":"quota_min_s","unit":"s","min":0.0,"max":3600.0,"default":60.0,"why":"libtorrent, choker.cpp: one minute","seen":"keeps fast neighbours from changing places all the time"},
    {"name":"deficit_blocks","unit":"blocks","min":1.0,"max":1000000.0,"default":32.0,"why":"Bharambe, Herley, Padmanabhan 2006: a deficit of two of their blocks of 256 KiB","seen":"how much is lent before something must come back"},
    {"name":"exploration","unit":"share","min":0.0,"max":1.0,"default":0.2,"why":"Levin, LaCurts, Spring, Bhattacharjee 2008: a fifth","seen":"0 finds nobody new"},
    {"name":"tyrant_raise","unit":"share","min":0.0,"max":10.0,"default":0.2,"why":"Piatek et al. 2007: delta = 20 %","seen":"how fast it finds what a neighbour asks for"},
    {"name":"tyrant_lower","unit":"share","min":0.0,"max":0.99,"default":0.1,"why":"Piatek et al. 2007: gamma = 10 %","seen":"how stingy it becomes"},
    {"name":"tyrant_rounds","unit":"rounds","min":1.0,"max":100.0,"default":3.0,"why":"Piatek et al. 2007: r = 3","seen":"how patient it is"},
  ],
  'peer.picker': [
    {"name":"random_first_pieces","unit":"pieces","min":0.0,"max":2097152.0,"default":4.0,"why":"mainline: rarest_first_cutoff = 4; a first piece is needed soon, a rare one is slow to get","seen":"how alike the first pieces of newcomers are"},
    {"name":"window_pieces","unit":"pieces","min":1.0,"max":2097152.0,"default":40.0,"why":"Vlavianos, Iliofotou, Faloutsos 2006 (BiToS): a window of the pieces that are played next","seen":"a short window plays smoothly and trades badly"},
    {"name":"whole_pieces_s","unit":"s","min":0.0,"max":3600.0,"default":0.0,"why":"mainline shares begun pieces among all; libtorrent: whole_pieces_threshold = 20","seen":"fast neighbours fetch the same piece beside each other less"},
    {"name":"claim_bytes_max","unit":"bytes","min":0.0,"max":1000000000000.0,"default":0.0,"why":"no other client claims; libtorrent (request_blocks.cpp, expand_piece): 8 MiB","seen":"a busy seed is asked for what others could send"},
    {"name":"partials_per_neighbour","unit":"pieces","min":0.0,"max":1000.0,"default":0.0,"why":"no limit; libtorrent: 1.5","seen":"how many pieces are half here"},
    {"name":"partial_blocks_max","unit":"blocks","min":0.0,"max":1000000.0,"default":0.0,"why":"no limit; libtorrent: 2048","seen":"how much is half here when pieces are large"},
    {"name":"steal_first","unit":"times","min":1.0,"max":1000.0,"default":10.0,"why":"rqbit, piece_tracker.rs, acquire_piece: try_steal with 10","seen":"how soon a slow neighbour loses what it began"},
    {"name":"steal_last","unit":"times","min":1.0,"max":1000.0,"default":3.0,"why":"rqbit, piece_tracker.rs, acquire_piece: try_steal with 3","seen":"how long the last pieces wait for slow neighbours"},
  ],
  'peer.pipeline': [
    {"name":"depth_min","unit":"requests","min":1.0,"max":1000.0,"default":5.0,"why":"Cohen 2003: typically five","seen":"a single request waits a round trip for every block"},
    {"name":"depth_max","unit":"requests","min":1.0,"max":2000.0,"default":250.0,"why":"libtorrent's default reqq, as BEP 10 tells it","seen":"bounds what queues at a slow link"},
    {"name":"ahead_s","unit":"s","min":0.0,"max":60.0,"default":3.0,"why":"libtorrent: request_queue_time = 3","seen":"too little leaves the link idle between blocks"},
    {"name":"damped_above","unit":"requests","min":1.0,"max":2000.0,"default":2000.0,"why":"no damping; mainline: 50","seen":"bounds the queue of a fast neighbour"},
    {"name":"send_buffer_s","unit":"s","min":0.0,"max":60.0,"default":0.0,"why":"blocks wait where they can be taken back; libtorrent: send_buffer_watermark_factor = 50 %","seen":"more blocks come twice in the endgame"},
    {"name":"send_buffer_min","unit":"bytes","min":0.0,"max":1000000000.0,"default":0.0,"why":"none; libtorrent: send_buffer_low_watermark = 10 KiB","seen":"what waits before a message to a slow neighbour"},
    {"name":"send_buffer_max","unit":"bytes","min":0.0,"max":1000000000.0,"default":0.0,"why":"no limit; libtorrent: send_buffer_watermark = 500 KiB","seen":"how much lies beyond a cancel at a fast neighbour"},
    {"name":"request_timeout_s","unit":"s","min":1.0,"max":3600.0,"default":60.0,"why":"libtorrent: request_timeout = 60, Transmission: 25, WebTorrent: PIECE_TIMEOUT = 30","seen":"how soon blocks are asked for elsewhere"},
  ],
  'peer.neighbours': [
    {"name":"numwant","unit":"peers","min":0.0,"max":1000.0,"default":50.0,"why":"mainline's tracker gives 50","seen":"how many strangers a peer hears of"},
    {"name":"refill_numwant","unit":"peers","min":0.0,"max":1000.0,"default":50.0,"why":"mainline's tracker gives 50","seen":"how fast a lonely peer finds others"},
    {"name":"refill_below","unit":"peers","min":0.0,"max":1000.0,"default":20.0,"why":"mainline: min_peers = 20","seen":"a seed that does not refill falls idle when its neighbours finish"},
    {"name":"initiate_max","unit":"peers","min":0.0,"max":1000.0,"default":40.0,"why":"mainline: max_initiate = 40","seen":"leaves room for those who come later"},
    {"name":"connections_max","unit":"peers","min":1.0,"max":1000.0,"default":80.0,"why":"mainline: max_allow_in = 80","seen":"a sparse swarm passes pieces on over more hops"},
    {"name":"announce_every_s","unit":"s","min":0.0,"max":86400.0,"default":0.0,"why":"clients keep to the interval; the large-view exploit (Sirivianos et al. 2007) does not","seen":"how many strangers a cheater hears of"},
    {"name":"announce_min_s","unit":"s","min":0.0,"max":86400.0,"default":0.0,"why":"the tracker's; libtorrent: min_announce_interval = 300, Transmission: 120","seen":"how soon a lonely peer asks again where the tracker allows more"},
    {"name":"connects_per_s","unit":"peers","min":0.0,"max":1000.0,"default":0.0,"why":"mainline calls all; libtorrent: connection_speed = 30, Transmission: 18","seen":"how fast a newcomer meets a large swarm"},
    {"name":"turnover","unit":"share","min":0.0,"max":1.0,"default":0.0,"why":"none; libtorrent: peer_turnover = 4 %","seen":"whether a full peer meets strangers"},
    {"name":"turnover_above","unit":"share","min":0.0,"max":1.0,"default":0.9,"why":"libtorrent: peer_turnover_cutoff = 90 %","seen":"how full a peer must be to part with neighbours"},
    {"name":"turnover_every_s","unit":"s","min":1.0,"max":86400.0,"default":300.0,"why":"libtorrent: peer_turnover_interval = 300","seen":"how often it does so"},
    {"name":"announce_retry_s","unit":"s","min":1.0,"max":86400.0,"default":60.0,"why":"long enough not to hammer a tracker that is down","seen":"how soon the swarm notices that the tracker is back"},
    {"name":"keep_alive_s","unit":"s","min":1.0,"max":3600.0,"default":120.0,"why":"BEP 3: generally every two minutes","seen":"what holds an idle connection open"},
    {"name":"timeout_s","unit":"s","min":2.0,"max":7200.0,"default":300.0,"why":"mainline: timeout = 300","seen":"how long a crashed peer is missed by nobody"},
    {"name":"connect_timeout_s","unit":"s","min":1.0,"max":300.0,"default":15.0,"why":"libtorrent: peer_connect_timeout = 15, WebTorrent: CONNECT_TIMEOUT_TCP = 5 s","seen":"how long a home that lets no call in takes a place"},
    {"name":"bad_pieces_max","unit":"pieces","min":1.0,"max":1000.0,"default":1.0,"why":"a piece sent alone tells who it was; mainline: 3, Transmission: 5","seen":"how long a polluter is put up with"},
    {"name":"good_per_bad","unit":"pieces","min":0.0,"max":1000000.0,"default":0.0,"why":"in any case; mainline: 30","seen":"whether a neighbour that sends much may be wrong more often"},
    {"name":"remembers","unit":"peers","min":0.0,"max":100000.0,"default":40.0,"why":"mainline, Encoder.py: 40 spares; libtorrent: max_peerlist_size = 3000, Transmission: 3 for each connection","seen":"how soon a peer that lost neighbours has others"},
    {"name":"redial_after_s","unit":"s","min":0.0,"max":86400.0,"default":0.0,"why":"libtorrent: min_reconnect_time = 60; only where redial_max is not 0","seen":"how long a peer that could not be reached is left alone"},
    {"name":"redial_factor","unit":"times","min":1.0,"max":100.0,"default":1.0,"why":"libtorrent: (failcount + 1) * 60 s; rqbit: 6","seen":"how fast a client gives up"},
    {"name":"redial_max","unit":"failures","min":0.0,"max":1000.0,"default":0.0,"why":"mainline has no back-off and calls nobody again; libtorrent: max_failcount = 3","seen":"whether unreachable peers are tried for ever"},
    {"name":"seeds_part_after_s","unit":"s","min":0.0,"max":3600.0,"default":30.0,"why":"Transmission, shouldPeerBeClosed: 30 s","seen":"how many lines there are between complete peers"},
  ],
  'peer.seeding': [
    {"name":"offered","unit":"pieces","min":1.0,"max":1000.0,"default":1.0,"why":"BEP 16: one; BitTornado gives two when `looser`","seen":"more pieces at a time waste more of the seed"},
    {"name":"offer_delay_s","unit":"s","min":0.0,"max":600.0,"default":0.0,"why":"none; BitTornado: ten, so that bitfields are here first","seen":"how soon the first neighbour begins"},
  ],
  'peer.extensions': [
    {"name":"reqq","unit":"requests","min":0.0,"max":10000.0,"default":0.0,"why":"not told: clients of BEP 3 alone; libtorrent: max_allowed_in_request_queue = 2000","seen":"how much a fast neighbour asks for ahead over a long way"},
  ],
  'groups': [
    {"name":"count","unit":"peers","min":0.0,"max":1000000.0,"default":1.0,"why":"one","seen":"a larger swarm has more uplinks"},
    {"name":"upload_rate","unit":"B/s","min":1.0,"max":1000000000000.0,"default":131072.0,"why":"1 Mbit/s: an uplink of the years when the papers were written","seen":"the swarm is as fast as its uplinks together"},
    {"name":"download_rate","unit":"B/s","min":1.0,"max":1000000000000.0,"default":524288.0,"why":"four times the uplink, as in Eger et al.","seen":"matters for peers that are fed by a fast seed"},
    {"name":"latency_s","unit":"s","min":0.0,"max":10.0,"default":0.025,"why":"a tenth of a second there and back between two peers","seen":"how long a request waits for its block"},
    {"name":"region","unit":"","min":0.0,"max":10000.0,"default":0.0,"why":"one region","seen":"which traffic crosses between regions"},
  ],
};
