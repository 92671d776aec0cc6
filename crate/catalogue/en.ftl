### Every sentence that a person reads about what the simulator did, in English, in the Fluent format (projectfluent.org).
###
### The core emits ids and numbers only. The command line and the page both read this file. An id is a family and a name,
### with a hyphen between them; the name is the core's own (`notice-joined` is `NoticeKind::Joined`). Tests fail when the core
### emits an id that has no sentence here, when a sentence has no id, and when a sentence uses an argument that nobody supplies.
###
### An argument that is a list, `$missing`, comes with `$missing_count`, how many there are, and `$missing_more`, how many of
### them are beyond the eight that `$missing` names. Functions write numbers: COUNT (1,234), DECIMAL (0.25), BYTES (12.6 MB),
### RATE (131 kB/s), DURATION (12 min 5 s), CLOCK (2:05), TIMES (1.88×), SHARE (42 %), PERCENT (99 %, and 100 % only of a
### whole); WORD is the sentence of an id of the family that is named.
###
### A section whose heading ends with "Only on the command line." is left out of the page's types, and of the page as it is built.

## Events, one line each: `swarmscope trace`. A block is named by its piece and its place in it: 3.2.
## Only on the command line.

event-joined = p{ $peer } joins (group { $group }, up { $up } B/s, down { $down } B/s, { $slots } upload slots, { WORD($behaviour, of: "behaviour") })
event-brought = p{ $peer } brings piece { $piece }
event-brought_all = p{ $peer } brings every piece
event-left = p{ $peer } { $crashed ->
        [true] crashes
       *[false] leaves
    }
event-connected = p{ $a } and p{ $b } connect
event-closed = p{ $a } closes its connection to p{ $b }
event-sent = p{ $from } -> p{ $to } { WORD($message, of: "message") } ({ $bytes } B)
event-unchoked = p{ $from } unchokes p{ $to }{ $optimistic ->
        [true] {" "}(optimistic)
       *[false] {""}
    }
event-choked = p{ $from } chokes p{ $to }
event-requested = p{ $from } requests block { $piece }.{ $block } from p{ $to } ({ $bytes } B)
event-rejected = p{ $from } does not get block { $piece }.{ $block } from p{ $to }: the request is rejected or dropped
event-cancelled = p{ $from } cancels its request for block { $piece }.{ $block } to p{ $to }
event-block_started = p{ $from } starts sending block { $piece }.{ $block } to p{ $to }
event-block_sent = p{ $from } has sent block { $piece }.{ $block } to p{ $to }
event-block_received = p{ $to } receives block { $piece }.{ $block } from p{ $from }{ $genuine ->
        [true] {""}
       *[false] {" "}(polluted)
    }{ $wanted ->
        [true] {""}
       *[false] {" "}(not needed)
    }
event-block_lost = block { $piece }.{ $block } from p{ $from } to p{ $to } is lost
event-verified = p{ $peer } { $ok ->
        [true] verifies piece { $piece }
       *[false] discards piece { $piece }: its hash is wrong
    }
event-have_announced = p{ $peer } announces piece { $piece }
event-completed = p{ $peer } is complete
event-endgame_entered = p{ $peer } enters its endgame
event-snubbed = p{ $by } snubs p{ $peer }
event-banned = p{ $by } bans p{ $peer }
event-announced = p{ $peer } announces itself to the tracker ({ WORD($event, of: "announce") })
event-announce_failed = the tracker does not answer p{ $peer }
event-tracker_replied = the tracker sends p{ $peer } the addresses of { $n ->
        [one] 1 peer
       *[other] { $n } peers
    }
event-expired = the tracker drops p{ $peer }, which was silent for too long
event-link_limited = the link of p{ $peer } changes to up { $up } B/s, down { $down } B/s
event-tracker_went = { $up ->
        [true] the tracker answers again
       *[false] the tracker stops answering
    }

event-call_unanswered = nobody answers the call of p{ $from } to p{ $to }, whose home lets no call in
event-introduced = p{ $by } tells p{ $from } and p{ $to } to call each other
event-shared = p{ $peer } copies piece { $piece } from p{ $from }, which has the same owner
event-metadata_complete = p{ $peer } has all { $bytes } B of the torrent's metadata
event-departing = p{ $peer } serves what it was asked for, and goes then

## Reasons to announce.
## Only on the command line.

announce-regular = regular
announce-started = started
announce-completed = completed
announce-stopped = stopped

## Messages of the peer protocol.

message-handshake = handshake
message-keep_alive = keep-alive
message-choke = choke
message-unchoke = unchoke
message-interested = interested
message-not_interested = not interested
message-have = have
message-bitfield = bitfield
message-request = request
message-piece = piece
message-cancel = cancel
message-have_all = have all
message-have_none = have none
message-reject = reject
message-extended = extended handshake
message-metadata_request = metadata request
message-metadata = metadata
message-metadata_reject = metadata reject
message-rendezvous = request for an introduction
message-introduction = introduction
message-no_introduction = refused introduction

## How a peer behaves, and what it is doing.

behaviour-honest = honest
behaviour-free_rider = free rider
behaviour-polluter = polluter

state-leeching = leeching
state-seeding = seeding
state-leaving = leaving
state-crashed = crashed
state-gone = gone
state-idle = gives nothing

## What a peer is to the others. `.noun` stands in a sentence.

role-leecher = Leecher
    .noun = leecher
    .sends = { $n ->
        [one] 1 leecher sends
       *[other] { COUNT($n) } leechers send
    }
    .to = to leechers:
    .meaning = A peer that still lacks pieces. It downloads, and uploads what it has.
role-seeder = Seeder
    .noun = seeder
    .sends = { $n ->
        [one] 1 seeder sends
       *[other] { COUNT($n) } seeders send
    }
    .to = to seeders:
    .meaning = A peer that has every piece and only uploads.
role-free_rider = Free rider
    .noun = free rider
    .sends = { $n ->
        [one] 1 free rider sends
       *[other] { COUNT($n) } free riders send
    }
    .to = to free riders:
    .meaning = A free rider downloads and never uploads.
role-polluter = Polluter
    .noun = polluter
    .sends = { $n ->
        [one] 1 polluter sends
       *[other] { COUNT($n) } polluters send
    }
    .to = to polluters:
    .meaning = A polluter sends bytes that fail their hash.
role-crashed = Crashed
    .noun = crashed peer
    .sends = { $n ->
        [one] 1 crashed peer sends
       *[other] { COUNT($n) } crashed peers send
    }
    .to = to crashed peers:
    .meaning = A peer that fell silent. Its neighbours do not know yet.

## Notices: what the page lists under the swarm. `.many` is for several in one second.

notice-joined = Peer { $peer } joined
    .many = { COUNT($n) } peers joined
notice-completed = Peer { $peer } is complete
    .many = { COUNT($n) } peers are complete
notice-left = Peer { $peer } left
    .many = { COUNT($n) } peers left
notice-crashed = Peer { $peer } crashed; nobody was told
notice-snubbed = Peer { $other } snubbed peer { $peer }
notice-banned = Peer { $other } banned peer { $peer }
notice-hash_failed = Peer { $peer } discarded piece { $other }: its hash was wrong
notice-tracker_down = The tracker stopped answering
notice-tracker_up = The tracker answers again
notice-endgame = Peer { $peer } entered its endgame
notice-piece_lost = The swarm is stalled: no genuine copy of piece { $other } is left
notice-nobody_serves = The swarm is stalled: nobody uploads
notice-introduced = A neighbour told peers { $peer } and { $other } to call each other
    .many = Neighbours introduced { COUNT($n) } pairs of peers
notice-metadata_complete = Peer { $peer } has the torrent's metadata from its neighbours

## Why a swarm stands still.

stall-title = Stalled since { CLOCK($since_s) }
stall-waiting = { $waiting ->
        [one] 1 peer waits.
       *[other] { COUNT($waiting) } peers wait.
    }
stall-lost_pieces = No genuine copy of { $missing_count ->
        [one] piece { $missing }
       *[other] pieces { $missing }{ $missing_more ->
            [0] {""}
           *[other] {" "}and { COUNT($missing_more) } more
        }
    } is left at a peer that uploads, and no peer that is still to come brings one. { stall-waiting }
stall-nobody_serves = Nobody uploads: no block has moved for ten minutes or more. { stall-waiting }

## Decisions of a peer.

reason-choke = { $regular_count ->
        [0] No regular slot
        [one] Regular slot: peer { $regular }
       *[other] Regular slots: peers { $regular }
    }. { $optimistic_count ->
        [0] No optimistic slot
        [one] Optimistic slot: peer { $optimistic }
       *[other] Optimistic slots: peers { $optimistic }
    }. { $waiting ->
        [0] Nobody waits
        [one] 1 neighbour waits
       *[other] { COUNT($waiting) } neighbours wait
    }.
reason-piece = Piece { $piece } from peer { $from }: { $availability ->
        [one] 1 neighbour has it
       *[other] { COUNT($availability) } neighbours have it
    } ({ $candidates ->
        [1] the only candidate
       *[other] { $tied ->
            [1] the best of { COUNT($candidates) } candidates
           *[other] drawn from the { COUNT($tied) } best of { COUNT($candidates) } candidates
        }
    }).
reason-block = Block { $block } of piece { $piece } from peer { $from }: { $availability ->
        [one] 1 neighbour has the piece
       *[other] { COUNT($availability) } neighbours have the piece
    }.
reason-snub = Peer { $peer } sent nothing for { DURATION($silent_s) }. Its blocks are requested from others.
reason-ban = Piece { $piece }, which peer { $peer } sent alone, failed its hash.

## The rules behind the decisions, each with its source. The arguments are the settings of the peer's choker or picker, by the
## names that they have in a scenario.

choke-measured = { $rate ->
        [last_round] in the last round of { DURATION($rechoke_interval_s) }
        [capped_cumulative] in the mean, which remembers { DURATION($rate_window_s) }
        [ewma] in the mean, weighted over about { DURATION($rate_window_s) }
       *[window] in the last { DURATION($rate_window_s) }
    }
choke-optimistic = { $optimistic_share ->
        [0] { $optimistic_slots ->
            [0] with no optimistic unchoke
            [one] and one optimistic unchoke
           *[other] and { $optimistic_slots } optimistic unchokes
        }
       *[other] and { SHARE($optimistic_share) } of the slots for optimistic unchokes
    }

choke-rule-tit_for_tat = Tit for tat: the interested neighbours that sent the most { choke-measured }, { choke-optimistic } (BEP 3)
choke-rule-random = Random: interested neighbours, drawn afresh every { DURATION($rechoke_interval_s) }
choke-rule-pairwise_blocks = Block by block: the interested neighbours that owe the least, and none that owes more than { $deficit_blocks ->
        [one] 1 block
       *[other] { COUNT($deficit_blocks) } blocks
    } (Bharambe, Herley, Padmanabhan 2006)
choke-rule-bit_tyrant = BitTyrant: the neighbours that return the most for what they cost, until the uplink is used up (Piatek et al. 2007)
choke-rule-prop_share = Proportional share: each neighbour gets the share of the uplink that it had in what came in the last { DURATION($rechoke_interval_s) }; { SHARE($exploration) } is kept for others in turn (Levin et al. 2008)
choke-rule-encounters = Random encounters: one neighbour, drawn alike from all every { DURATION($rechoke_interval_s) } on average, for one piece (Massoulie, Vojnovic 2005)
choke-rule-seed_encounters = Seeding by random encounters: one neighbour, drawn alike from all every { DURATION($rechoke_interval_s) } on average, for one piece (Massoulie, Vojnovic 2005)
choke-rule-everybody = No choking: all interested neighbours are served at once (rqbit)
choke-rule-fastest_upload = Seeding: the interested neighbours that took the most { choke-measured }, { choke-optimistic } (BEP 3)
choke-rule-round_robin = Seeding in turn: the interested neighbours that have waited longest (after round_robin of libtorrent)
choke-rule-round_robin_quota = Seeding in turn: the interested neighbours that have had less than { $quota_pieces ->
        [one] 1 piece
       *[other] { COUNT($quota_pieces) } pieces
    } or less than { DURATION($quota_min_s) }, then those that have waited longest (round_robin of libtorrent)
choke-rule-mainline4 = Seeding: the latest unchoked stay, then the fastest. A third of the slots change every { $optimistic_rounds ->
        [one] round
       *[other] { $optimistic_rounds } rounds
    } of { DURATION($rechoke_interval_s) } (mainline 4.0)
choke-rule-anti_leech = Seeding: neighbours that have few pieces or lack few come before those that have half (anti_leech of libtorrent, after Chow et al. 2008)
choke-rule-seed_random = Seeding at random: interested neighbours, drawn afresh every { DURATION($rechoke_interval_s) }

## What made a peer decide about slots.

choke-source-round = full round
choke-source-rerank = all ranked again between two rounds
choke-source-free_slot = a free slot between two rounds
choke-source-first_interest = first interest
choke-source-lost_interest = a neighbour with a slot wants nothing any more
choke-source-debt = a neighbour would owe too much with another block
choke-source-closed = the connection is closed
choke-source-leaving = the peer leaves

## What a neighbour was ranked by.

ranked-rate = { RATE($figure) }
ranked-owed = owes { BYTES($figure) }
ranked-last_round = { BYTES($figure) } last round
ranked-this_turn = { BYTES($figure) } this turn
ranked-waited = waited { DURATION($figure) }
ranked-return = returns { TIMES($figure) }
ranked-from_half = { SHARE($figure) } away from half
ranked-served = unchoked { DURATION($figure) } ago
ranked-nothing = equal
ranked-snubbed = snubbed

piece-rule-random_first = Random first pieces: the first { $random_first_pieces ->
        [one] piece is
       *[other] { COUNT($random_first_pieces) } pieces are
    } random, because a newcomer needs something to give (Cohen 2003)
piece-rule-rarest_first = Rarest first: the piece that the fewest neighbours announced; ties are broken at random (BEP 3)
piece-rule-commonest = Commonest first: the neighbour is snubbed, so it is asked for pieces that others have too (libtorrent)
piece-rule-random = Random: any piece that the neighbour has
piece-rule-random_order = Random order: the first piece that the neighbour has in an order drawn once by this peer (mainline, below its cutoff)
piece-rule-sequential = In order: the lowest piece that the neighbour has
piece-rule-first_last = The first piece, then the last, then the lowest that the neighbour has (rqbit)
piece-rule-window = Streaming window: the rarest of the next { $window_pieces ->
        [one] piece
       *[other] { COUNT($window_pieces) } pieces
    } to be played (BiToS 2006)
piece-rule-not_commonest = Mode suppression: any piece but those that most neighbours announced (Reddyvari, Parag, Shakkottai 2018)
piece-rule-beyond_window = Streaming window: the neighbour has none of the next { $window_pieces ->
        [one] piece
       *[other] { COUNT($window_pieces) } pieces
    }, so the rarest of the others (BiToS 2006)
piece-rule-highest = The highest piece: what a neighbour is asked for that has sent nothing yet (WebTorrent)
piece-rule-not_for_faster = In order: the lowest piece that faster neighbours will not have brought before this one could (WebTorrent)
piece-rule-beside = A piece beside the one that was chosen, kept for the same neighbour (libtorrent)

rule-snub = Anti-snubbing: no block for { DURATION($snub_after_s) } (Cohen 2003)
rule-ban = Parole: whoever took part in a bad piece sends the next one alone, and is banned when that fails too (libtorrent)

## What theory says of a scenario. `.source` is who found it.

theory-all_complete = Everyone complete, lower bound
    .source = Kumar, Ross 2006
theory-client_server = Everyone complete from seeders alone, lower bound
    .source = Kurose, Ross: Computer Networking
theory-first_complete = First peer complete, lower bound
    .source = Kumar, Ross 2006
theory-piece_schedule = Everyone complete, fastest schedule of whole pieces
    .source = Mundinger, Weber, Weiss 2008
theory-steady_leechers = Leechers, steady state
    .source = Qiu, Srikant 2004
theory-steady_seeders = Seeders, steady state
    .source = Qiu, Srikant 2004
theory-steady_download = Download time, steady state
    .source = Qiu, Srikant 2004
theory-arrivals_max = Arrival rate, upper limit of stability
    .source = Hajek, Zhu 2011
theory-copies_double = Copies of a new piece double in
    .source = Yang, de Veciana 2004
theory-piece_to_all = A new piece reaches everyone in
    .source = Yang, de Veciana 2004
theory-gossip_rounds = Gossip rounds, lower bound
    .source = Doerr, Kuennemann 2014

unit-seconds = { DURATION($value) }
    .symbol = s
unit-peers = { DECIMAL($value) } peers
    .symbol = peers
unit-peers_per_s = { DECIMAL($value) } peers/s
    .symbol = peers/s
unit-rounds = { DECIMAL($value) } rounds
    .symbol = rounds

note-no_run_is_faster = No run is faster
note-as_if_all_at_start = Computed as if everyone were there at 0 and nothing changed later
note-seeders_only = If only the seeders uploaded
note-every_byte_once = Counted from its arrival, because every byte must leave a seeder once before
note-schedule = { $rounds ->
        [one] 1 round
       *[other] { COUNT($rounds) } rounds
    } of { DURATION($round_s) }. Blocks of one piece from several senders can be a little faster
note-every_uplink_used = If every uplink could always be used; without the seeders that stay
note-any_rate = No limit, because each peer stays long enough to upload one more piece. { note-arrivals }
note-stable = { note-arrivals }: the swarm is stable, if contacts are random
note-one_club = { note-arrivals }: too many. The peers that lack one and the same piece become more and more, if contacts are random
note-arrivals = { DECIMAL($arrivals_per_s) } peers arrive each second
note-full_uplink = If each copy made more copies at the full rate of a mean uplink
note-gossip = Upper bound { DECIMAL($rounds_max) }, where each of { $peers ->
        [one] 1 peer
       *[other] { COUNT($peers) } peers
    } tells one other at random each round
note-no_leechers = Nobody comes to download
note-no_leechers_or_seeders = Nobody comes to download, or nobody has everything
note-some_bring_parts = Some peers bring part of the content
note-one_seeder_only = Holds for one seeder and peers that bring nothing
note-all_at_start_only = Holds for peers that are all there at 0, with no later change
note-equal_uplinks_only = Holds for equal uplinks, and downlinks that are not slower
note-one_group_only = Holds for one group of leechers
note-poisson_only = Holds for Poisson arrivals
note-alike_only = Holds for peers that bring nothing and have equal links
note-leave_after_only = Holds for peers that leave a set time after completion
note-endless_only = Holds for sessions without an end, and an exponential time until peers give up

## What is measured. `.short` is the word in a line of the command line's summary.

measure-utilisation = Uplink use
    .short = uplinks
    .definition = Bytes sent over what all uplinks could have carried while their peers were there
measure-utilisation_leechers = Uplink use, leechers
    .short = leechers
    .definition = The same for peers that came without everything
measure-utilisation_down = Downlink use
    .short = downlinks
    .definition = Bytes received over what all downlinks could have carried
measure-mean_time_s = Mean download time
    .short = mean
    .definition = From arrival to completion, for peers that came without everything
measure-median_time_s = Median download time
    .short = median
    .definition = From arrival to completion: half of the downloads took no longer
measure-p95_time_s = 95th percentile of download times
    .short = 95 %
    .definition = 95 of 100 downloads took no longer
measure-max_time_s = Longest download time
    .short = longest
    .definition = From arrival to completion
measure-cv_time = Coefficient of variation of download times
    .short = CV of times
    .definition = Their standard deviation over their mean
measure-p95_over_mean = 95th percentile over mean download time
    .short = 95 % over mean
    .definition = Near 1 when all downloads take equally long
measure-fluid_bound_s = Everyone complete, lower bound
    .short = lower bound
    .definition = Kumar and Ross 2006, as if all peers of the scenario were there at 0
measure-client_server_bound_s = Everyone complete from seeders alone, lower bound
    .short = seeders alone
    .definition = If only the seeders uploaded
measure-mean_over_bound = Mean download time over the bound
    .short = mean over bound
    .definition = Mean download time over the lower bound for everyone
measure-last_over_bound = Last completion over the bound
    .short = last over bound
    .definition = Time of the last completion over the lower bound for everyone
measure-seed_copies_first = Sent by seeders until the first completion
    .short = copies before the first completion
    .definition = Copies of the content from peers that brought it, until the first peer was complete
measure-seed_copies = Sent by seeders
    .short = copies
    .definition = Copies of the content that came from peers that brought it
measure-served_max = Most sent by one leecher
    .short = most by one leecher
    .definition = Copies of the content sent by the busiest peer that came without everything
measure-ratio_mean = Mean share ratio
    .short = mean
    .definition = Bytes sent over bytes received, for peers that came without everything
measure-ratio_p95 = 95th percentile of share ratios
    .short = 95 %
    .definition = 95 of 100 share ratios are no larger
measure-ratio_max = Largest share ratio
    .short = largest
    .definition = Bytes sent over bytes received
measure-jain_seed = Fairness of seeders
    .short = Jain index
    .definition = Jain’s index of the bytes that each leecher got from seeders: 1 when all got the same, 1 over their number when one got all
measure-interest_share = Time interested
    .short = interest
    .definition = Share of the time with a neighbour in which a leecher was interested in it
measure-availability_min_mean = Copies of the rarest piece
    .short = copies of the rarest
    .definition = Mean over time
measure-availability_mean = Copies of a piece
    .short = copies
    .definition = Mean over pieces and time
measure-entropy = Piece diversity
    .short = entropy
    .definition = Entropy of the copies over the pieces, mean over time: 1 when all pieces are equally common
measure-copies_dispersion = Dispersion of copies
    .short = dispersion of copies
    .definition = Variance of the copies over pieces, over their mean; mean over time: 0 when all pieces are equally common, 1 for a Poisson distribution
measure-duplicates = Duplicate bytes
    .short = duplicates
    .definition = Share of received bytes that the receiver had already or had not requested
measure-wasted_bytes = Duplicate bytes in all
    .short = duplicates
    .definition = Bytes that the receiver had already or had not requested
measure-overhead_share = Protocol overhead
    .short = messages
    .definition = Bytes of messages other than payload over all bytes
measure-have_bytes = Bytes of have messages
    .short = have messages
    .definition = All bytes of have messages
measure-cross_region_share = Traffic between regions
    .short = between regions
    .definition = Share of received bytes that came from another region
measure-one_club_peak = Largest one-piece club
    .short = one-piece club at most
    .definition = The most peers at a time that lacked one and the same piece, and no other
measure-one_club_end = One-piece club
    .short = one-piece club
    .definition = Peers that lack one and the same piece, and no other
measure-mean_leechers = Mean number of leechers
    .short = leechers
    .definition = Mean over time
measure-leechers_slope = Growth of the number of leechers, per second
    .short = leechers grow by (1/s)
    .definition = Slope of the least-squares line
measure-leechers_dispersion = Dispersion of the number of leechers
    .short = dispersion of leechers
    .definition = Variance of the number over time, over its mean: 1 for independent arrivals and stays (Poisson), more where many come together
measure-mean_seeds = Mean number of seeders made here
    .short = seeders made here
    .definition = Complete peers that became complete in this swarm, mean over time
measure-mean_origins = Mean number of first seeders
    .short = first seeders
    .definition = Complete peers that came with everything, mean over time
measure-mean_time_open_s = Mean download time, measured period
    .short = mean, measured period
    .definition = Of the peers that became complete in the measured period
measure-arrivals_per_s = Arrivals per second
    .short = arrivals per second
    .definition = Peers that came without everything in the measured period
measure-littles_law = Little’s law
    .short = Little’s law
    .definition = Mean number of leechers over arrivals times their mean stay: 1 in a long run
measure-continuity = Playback continuity
    .short = continuity
    .definition = Pieces there when they are played
measure-aborted = Peers that gave up
    .short = gave up
    .definition = Peers that left before they were complete
measure-free_rider_over_contributor = Free riders’ download time over others’
    .short = free riders’ time over others’
    .definition = Mean download time of free riders over that of honest peers

## Classes of peers: groups, and the links of a group.

classes-title = Downloads by class
classes-class = Class
classes-complete = Complete
    .value = { COUNT($completed) } of { COUNT($count) }
    .short = { $completed } of { $count } complete
classes-median = Median
classes-p95 = 95 %
    .definition = 95 of 100 downloads took no longer
classes-ratio = Share ratio
    .short = share ratio
    .definition = Bytes sent over bytes received, mean

## The laws of a swarm, which are checked while it runs: the statement, its name, and where it is from.
## Only on the command line.

law-time = Time never runs backwards
    .name = time
    .source = the order of the event queue
law-conservation = Bytes sent are received, on their way or lost
    .name = conservation
    .source = conservation of data
law-uplink = An uplink sends one block at a time, and never faster than its capacity
    .name = uplink
    .source = the model of access links
law-downlink = A downlink never receives faster than its capacity
    .name = downlink
    .source = the model of access links
law-serves_what_it_has = A peer serves only pieces that it has
    .name = serves what it has
    .source = BEP 3: a request is for a piece that the other peer announced
law-no_block_while_choked = No block is started for a choked peer
    .name = no block while choked
    .source = BEP 3: choking; BEP 6: what is not served after a choke is rejected
law-slots = A peer never unchokes more neighbours than it has slots
    .name = slots
    .source = Cohen 2003: a fixed number of uploads at a time
law-hash_first = A piece counts only after it passed its hash check
    .name = hash first
    .source = BEP 3: a peer announces what it has after checking the hash
law-completion = A peer is complete only with every piece, and not before its downlink could have carried them
    .name = completion
    .source = Kumar and Ross 2006: no peer is faster than its downlink
law-lower_bound = Not everyone is complete before the lower bound
    .name = lower bound
    .source = Kumar and Ross 2006: minimum distribution time
law-requests = A request is made once at a time, and ends with a block, a reject or its connection
    .name = requests
    .source = BEP 3: request; BEP 6: reject request

## What the page says of the laws.

laws-badge = { $broken ->
        [0] Laws hold
        [one] 1 law check failed
       *[other] { COUNT($broken) } law checks failed
    } ({ $checked ->
        [one] 1 check
       *[other] { COUNT($checked) } checks
    })

## Choices in a client, by the core's names.

profile-reference = By the book
profile-mainline = Mainline 4.0
profile-libtorrent = libtorrent 2.1
profile-transmission = Transmission 4.1
profile-transmission_3_00 = Transmission 3.00
profile-webtorrent = WebTorrent 3.0
profile-rqbit = rqbit 9
profile-seed_chapter = Textbook

## How far a client is held against its own program. A test writes those with figures (tests/real).

held-reference = No program: the rules that MODEL.md describes.
held-mainline = Not measured beside its program.
held-libtorrent = Beside libtorrent 2.1.1.0: 33 of 34 figures of 7 swarms lie within 0.7 and 1.4 of the program's (MODEL.md).
held-transmission = Not measured beside its program: Transmission 3.00 was.
held-transmission_3_00 = Beside transmission 3.00: 14 of 16 figures of 4 swarms lie within 0.7 and 1.4 of the program's (MODEL.md).
held-webtorrent = Beside webtorrent 3.0.21: 14 of 14 figures of 4 swarms lie within 0.7 and 1.4 of the program's (MODEL.md).
held-rqbit = Beside rqbit 9.0.1: 13 of 14 figures of 4 swarms lie within 0.7 and 1.4 of the program's (MODEL.md).
held-seed_chapter = No program: a textbook's rules.

choker-tit_for_tat = Tit for tat
choker-random = Random
choker-pairwise_blocks = Block by block
choker-bit_tyrant = BitTyrant
choker-prop_share = Proportional (PropShare)
choker-everybody = Everybody
choker-encounters = Random encounters

seed_choker-fastest_upload = Fastest first
seed_choker-round_robin = In turn
seed_choker-round_robin_quota = In turn, by quota
seed_choker-mainline4 = As mainline 4.0
seed_choker-anti_leech = Fewest or most pieces
seed_choker-encounters = Random encounters
seed_choker-random = Random

offer-all = Every piece
offer-super_seed = One at a time (super-seeding)
offer-least_served = The least sent

picker-rarest_first = Rarest first
picker-random = Random
picker-random_order = Random order
picker-sequential = In order
picker-first_last = Both ends first
picker-window = Streaming window
picker-mode_suppression = All but the commonest

endgame-all = Request from all
endgame-strict = One block at a time
endgame-steal = Take from slow peers
endgame-hotswap = Take blocks from slow peers
endgame-off = None

## The swarm and its peers in a sentence, for those who hear the page.

swarm-now = { $leechers ->
        [one] 1 leecher
       *[other] { COUNT($leechers) } leechers
    } and { $seeders ->
        [one] 1 seeder
       *[other] { COUNT($seeders) } seeders
    } after { CLOCK($now_s) }.
swarm-completed = { $completed ->
        [one] 1 peer has
       *[other] { COUNT($completed) } peers have
    } completed the download here.
swarm-rate = Together they upload { RATE($rate) }.
swarm-rarest = The rarest piece has { $copies ->
        [one] 1 copy
       *[other] { COUNT($copies) } copies
    }.
swarm-nowhere = Nobody here has { $pieces_count ->
        [one] piece { $pieces }
       *[other] pieces { $pieces }{ $pieces_more ->
            [0] {""}
           *[other] {" "}and { COUNT($pieces_more) } more
        }
    }.
swarm-tracker_down = The tracker does not answer.
swarm-finished = Everyone who came is complete or gone.

peer-named = peer { $peer }
peer-pieces = { COUNT($have) } of { COUNT($pieces) } pieces{ $missing_count ->
        [0] {""}
       *[other] , without { $missing }{ $missing_more ->
            [0] {""}
           *[other] {" "}and { COUNT($missing_more) } more
        }
    }
peer-sentence = Peer { $peer }, { WORD($role, of: "role", as: "noun") }{ $group ->
        [none] {""}
       *[other] {" "}({ $group })
    }, { PERCENT($have, $pieces) }: { COUNT($have) } of { $pieces ->
        [one] 1 piece
       *[other] { COUNT($pieces) } pieces
    }{ $known ->
        [true] , receives { RATE($received) }, sends { RATE($sent) }
       *[false] {""}
    }.
peer-also = The same client, with the same uplink and slots:
    .where = peer { $peer } of { $name }
peer-crashed = It has crashed. Nobody was told: its neighbours wait for it until their connections time out.
peer-gone = It has left the swarm.
peer-metadata = It began with a magnet link: of the torrent it knows the info-hash only, not yet how many pieces there are. { $parts ->
        [0] No neighbour has told how long the metadata is.
       *[other] { COUNT($here) } of { $parts ->
            [one] 1 part
           *[other] { COUNT($parts) } parts
        } of the metadata have come from its neighbours.
    }
peer-client = Client: { WORD($profile, of: "profile") }
    .group = Group { $group }. Client: { WORD($profile, of: "profile") }
peer-has = Has
    .value = { COUNT($have) } of { COUNT($pieces) }
peer-neighbours = Neighbours
    .value = { COUNT($n) } unchoked
peer-receives = Receives
peer-sends = Sends
    .value = of { RATE($capacity) }
peer-neighbours_more = And { $n ->
        [one] 1 more neighbour
       *[other] { COUNT($n) } more neighbours
    }.
peer-decisions = Why

## A neighbour in the table of a peer: what this peer grants it, and what it grants this peer.

column-peer = Peer
column-has = Has
column-grants = We
    .meaning = What this peer lets the neighbour do
column-granted = It
    .meaning = What the neighbour lets this peer do
column-in = In
    .meaning = Bytes per second from the neighbour
column-out = Out
    .meaning = Bytes per second to the neighbour

grants-snubbed = snubbed
grants-choked = choked
grants-optimistic = optimistic
grants-unchoked = unchoked
grants-idle = open
grants-none = –
granted-chokes = chokes us
granted-serves = serves us
granted-open = open
granted-none = –

## The panel of measures and theory.

figures-title = Measurements and theory
figures-measured = Measured so far
figures-theory = Theory and this run
figures-result = Result
figures-value = Theory
figures-seen = Measured
figures-ratio = Ratio
    .definition = Measured over theory
figures-not_yet = not yet
figures-any = any
figures-silent = { $n ->
        [one] 1 result does not apply to this swarm: why
       *[other] { COUNT($n) } results do not apply to this swarm: why
    }
figures-row = { $name }: { $note } ({ $source })
figures-note = { $note } ({ $source })
figures-copies = { $value ->
        [one] 1 copy
       *[other] { DECIMAL($value) } copies
    }

verdict-bound = Lower bound
verdict-last = Last complete
verdict-ratio = Ratio to bound

## The numbers of the whole swarm, the charts, the strip of pieces, the flows.

count-seeders = Seeders
count-leechers = Leechers
count-completed = Completed
    .meaning = Peers that became complete in this swarm
count-throughput = Throughput
    .meaning = What all peers together upload, and how much of it comes from those who brought the content
count-from_seeders = From seeders
    .meaning = Share of all bytes so far that came from the peers that brought the content
count-delivered = Delivered
    .meaning = Payload bytes that arrived so far

chart-peers = Peers
chart-complete = complete
chart-leeching = leeching
chart-reached = reached
chart-throughput = Throughput
chart-everybody = everybody
chart-seeders = seeders
chart-table = As a table
chart-time = Time
chart-column_complete = Complete
chart-column_leeching = Leeching
chart-column_reached = Reached

strip-pieces = { $n ->
        [one] 1 piece
       *[other] { COUNT($n) } pieces
    }
strip-rarest = { strip-pieces }. The rarest has { $copies ->
        [one] 1 copy
       *[other] { COUNT($copies) } copies
    }, { $story ->
        [yes] the owner's
       *[no] the seeder's
    } not counted.
strip-only = { strip-pieces }. { $share ->
        [all] Only { strip-owner } has them.
        [one] 1 of them only { strip-owner } has.
       *[some] { COUNT($only) } of them only { strip-owner } has.
    }
strip-owner = { $story ->
        [yes] the owner
       *[no] the seeder
    }
strip-read = A bar above a piece is one copy of it.
strip-nowhere = { strip-pieces }, { COUNT($nowhere) } of them without a copy.
strip-piece = Piece { $piece }: { $copies ->
        [one] 1 copy
       *[other] { COUNT($copies) } copies
    } among { $peers ->
        [one] 1 peer
       *[other] { COUNT($peers) } peers
    }

flows-title = Who sends to whom
flows-blocks = { $n ->
        [one] 1 block
       *[other] { COUNT($n) } blocks
    }
flows-drawn = 1 in { COUNT($one_in) } blocks is drawn

stage-tracker = Tracker
    .meaning = Tracker: tells people of each other
stage-tracker_down = Tracker down
stage-tracker_tip = The tracker. Click to switch it off or on.

legend-title = Legend
legend-block = Block
legend-nothing = Nothing yet
legend-reached = First block
legend-filling = Has pieces
legend-unchoked = Unchoked
legend-optimistic = Optimistic

## Terms, each in a sentence or two.

help-tracker = The tracker tells newcomers which peers are there. It never touches a piece.
    .term = Tracker
help-piece = The content is cut into pieces. A piece counts, and is passed on, once its hash is right.
    .term = Piece
help-block = A moving part of the picture, or a dot where there is little room, is a block of 16 KiB on its way. Its colour says how rare its piece is.
    .term = Block
help-ring = Everybody's copy of the picture shows the pieces it has, each at its own place. Where there is no room for pictures a ring shows them.
help-tile = In a swarm of more than 400 peers each is a tile. A small grey dot: nothing has come. A dark ring: its first block is there. Then it fills up clockwise as it gets pieces; where it is too small for that, its colour grows stronger. Nearer to the middle: reached earlier.
    .term = Many peers
help-unchoked = A solid line: the sender has unchoked the receiver, and the receiver is interested.
    .term = Unchoked
help-optimistic = A dashed line: an optimistic unchoke. It gives a stranger a chance to prove itself, and goes to another one every thirty seconds (BEP 3).
    .term = Optimistic
help-choked = Choked: the neighbour may not request blocks now.
help-rarest = Peers request the piece that the fewest neighbours have, so that no piece dies out.
    .term = Rarest first
help-seed = The number from which all chance in this run is drawn. The same seed gives the same run, block for block.
    .term = Seed
help-whose = Whose client is shown and changed below: that of all peers, or that of one group.
help-client = The program that a peer runs, with its own defaults. What you change below overrides them.
help-serve = Which neighbours a leecher unchokes. Click a peer to read each decision, with its rule and the source of the rule.
help-seed_serve = Which neighbours a seeder unchokes. It needs nothing in return.
help-bound = No run of this swarm finishes sooner: the content must leave the seeder once, reach the slowest downlink, and fit through all uplinks together (Kumar, Ross 2006).
    .term = Lower bound
help-offer = Which of its pieces a seeder announces: all of them, or one at a time, so that it sends each only once.
    .term = Super-seeding
help-endgame = What a peer does about the last blocks, when all of them have been requested.
    .term = Endgame
help-stall = A swarm is stalled when a peer is incomplete and either a piece has no copy left and none will come, or no block has moved for ten minutes.
    .term = Stalled
help-laws = The laws of a swarm are checked during the run: bytes sent arrive, no link is faster than its capacity, nobody serves a piece that it lacks.
    .term = Laws

## What is shared.

content-size = { $pieces ->
        [one] 1 piece
       *[other] { COUNT($pieces) } pieces
    } of { $piece_length }, { $total }
    .short = { $pieces ->
        [one] 1 piece
       *[other] { COUNT($pieces) } pieces
    } of { $piece_length }, the last one { $last }, { $total }
content-files = { COUNT($n) } files
content-padding = of these { $padding } padding
content-hash = Info-hash
content-torrents = Torrent shown
content-torrent = Torrent { $number }

## What a person can do.

act-title = What can be done to { $name }
act-crash = Crash it
    .meaning = It falls silent: nobody is told
act-cut = Cut its connections
    .meaning = Both ends notice at once, and may connect again later
act-cut_pair = Cut its connection to
act-choose = choose
act-stop_uploading = Stop uploading
    .meaning = A free rider from now on: it comes back with the pieces that it has and serves nobody
act-corrupt = Send corrupt blocks
    .meaning = A polluter from now on: it comes back with the pieces that it has and sends blocks of other bytes
act-honest = Behave honestly
act-make_seeder = Make it a seeder
act-leave = Let it leave
act-halve = Halve its upload
act-double = Double it
act-close = Close (Esc)
act-close_peer = Close peer { $peer }
act-select_peer = Select peer { $peer }
act-remove_leechers = Remove { $n } of the leechers
act-remove_seeders = Remove { $n } of the seeders
act-add_leechers = Add { $n } to the leechers
act-add_seeders = Add { $n } to the seeders

bar-story = Story
    .meaning = A swarm with a story
bar-your_torrent = Your torrent
bar-your_own = Your own
bar-open = Open .torrent
    .meaning = Open a .torrent file
bar-share = Share
    .meaning = Share this run
bar-light = Light
    .meaning = Switch to light colours
bar-dark = Dark
    .meaning = Switch to dark colours
bar-language = Language
bar-help = Help
    .meaning = What you see, and the keys (?)

play-title = Playback
play-moment = Moment
play-restart = Restart
    .meaning = Restart from the beginning (R)
play-play = Play
    .meaning = Play (space)
play-pause = Pause
    .meaning = Pause (space)
play-again = Play again
    .meaning = Play again (space)
play-step = Step one event
    .meaning = One simulated event (>)
play-clock = Simulated time
play-speed = Speed
    .meaning = Simulated seconds for one of yours
    .value = { $speed } simulated seconds a second
    .late = This machine does not keep up with that speed
    .true = { $true } of { $speed }

## What a person did, as it stands after "You".

acted-add_peers = added { $n ->
        [one] a leecher
       *[other] { COUNT($n) } leechers
    }
acted-add_seeders = added { $n ->
        [one] a seeder
       *[other] { COUNT($n) } seeders
    }
acted-remove = let { $peers } leave
acted-crash = crashed { $peers }
acted-make_seeder = made { $name } a seeder
acted-upload = set the uplink of { $name } to { RATE($rate) }
acted-download = set the downlink of { $name } to { RATE($rate) }
acted-seeders_leave = changed when seeders leave
behaved-honest = made { $name } honest
behaved-free_rider = made { $name } a free rider
behaved-polluter = made { $name } send corrupt blocks
acted-cut = cut all connections of { $name }
acted-cut_pair = cut the connection of { $name } and { $other }
acted-part = parted { $who } from the others
acted-heal = let everybody reach everybody again
acted-tracker_up = switched the tracker on
acted-tracker_down = switched the tracker off
acted-several = { $what }, and { COUNT($n) } more
acted-set = set { $field } to { $value }
acted-edited = changed the scenario
acted-seed = chose another seed
acted-restarted = began again from 0:00

## Branches: the runs that a person made of one.

branch-title = Branches
branch-acted = You acted at { $at }: this is branch { $name }. The run you had stays as { $before }.
branch-restarted = This is branch { $name }, from 0:00. The run you had stays as { $before }.
branch-undo = Undo
    .meaning = Takes the last act back (Ctrl+Z)
branch-first = the run as it began
branch-at = from { $at }: you { $what }
branch-here = Shown
branch-go = Go to { $name }
branch-remove = Remove { $name }
branch-lost = One branch more than is kept: { $name } is not listed any more.

## The page, and its languages, each by its own name.

page-title = Swarmscope: a BitTorrent swarm in your browser
language-en = English
language-de = Deutsch

## The doors, and the story. What a chapter says stands in its own file.

door-title = Ways in
door-story = Story
door-lab = Lab
door-compare = Compare
door-loading = This part of the page is being loaded.
door-failed = This part of the page could not be loaded: { $why }

story-title = Story
story-step = { $step } of { $steps }
story-back = Back
story-continue = Continue
story-next_chapter = Next chapter
story-skip = Skip ahead
story-again = Watch this step again
story-try = Try it yourself
story-watch = Watch what happens. It stops by itself.
story-finding = Finding the moment…
story-contents = All chapters
story-guessed = Your guess was { $guess }. It took { $truth }.
story-right = Right.
story-wrong = It went otherwise: { $answer }.
story-your_guess = your guess
story-way = { $now } of { $end }
story-fault = This step cannot be shown.
story-refused = This chapter cannot be told
story-key = What the marks mean
story-key_all = has the whole picture
story-key_some = still lacks pieces
story-key_rider = takes and gives nothing
story-key_liar = sends wrong pieces
story-key_from = an open line from the one you look at: the wider, the faster
story-key_to = an open line to the one you look at
story-key_others = open lines between others
story-key_chance = dashed: a place given by chance
story-key_known = dotted: they know each other, and no place is given
story-key_block = a part of a piece on its way
story-key_request = asks for a part of a piece
story-key_cancel = asks no more, or takes a place away
story-key_opens = gives a place
story-key_reject = does not get the part it asked for
story-key_have = tells the others of a new piece
story-key_part = a framed piece: a part of it is there
story-key_copies = bars above a piece: how many of you have it
story-key_rare = only the owner has this piece
story-key_few = few of you have it
story-key_more = more of you have it
story-key_common = all of you have it
story-key_gone = nobody has it any more
story-busy = Your machine is on its way: { $now } of { $end }.
story-another_run = Another run begins, with { $n ->
        [one] 1 person who wants
       *[other] { COUNT($n) } people who want
    } the picture.

end-title = How it ended
end-card = { COUNT($n) } have everything after { CLOCK($last) }. The seeder alone would have needed { CLOCK($alone) }. It sent { DECIMAL($copies) } copies.
    .open = { COUNT($n) } have everything after { CLOCK($last) }. The seeders sent { DECIMAL($copies) } copies.
end-what_if = What if the seeder leaves after { DECIMAL($copies) } copies?

## The views, and the sentence that leads each.

view-title = Views
view-coming = Fetching this view…
view-swarm = Swarm
    .pictures = The content is a picture: each piece is a part of it. An arrow is an open slot; the wider it is, the more it carries.
    .rings = A ring shows which pieces a peer has. A line is an open slot, a dot is a block on its way.
    .crowd = More than { $whole } peers: an arc shows how much each has, and a line carried something lately. From { $crowd } on each is a tile.
    .tiles = More than { $crowd } peers: each is a tile. { $order ->
            [reach] Nearer to the middle: reached earlier.
           *[number] The tiles stand in the order in which peers came.
        }
    .eyes = Bright: { $name } and the { $n ->
            [one] peer
           *[other] { COUNT($n) } peers
        } that it is connected to. { $others ->
            [0] There is nobody else
            [one] Of the other one it knows nothing
           *[other] Of the { COUNT($others) } others it knows nothing
        }.
    .thread = The red thread is the way of piece { $piece }, in { $n ->
            [one] 1 step
           *[other] { $n } steps
        }. Each step could only begin when the one before had ended.
view-pieces = Pieces
    .matrix = A row is a peer, a column is a piece. Orange: only the seeder has it. Gold: few have it, blue: more, grey: all. Blank: not there.
    .selected = Select a peer to see its pieces: of so many peers not all are shown.
    .first = piece 0
    .last = piece { $last }

view-log = Log
view-tree = Family tree

view-gifts = Who gave whom
    .peers = A row is a giver, a column a receiver: the darker, the more. What came back stands mirrored at the diagonal.
    .groups = A row is a group of givers, a column a group of receivers: the darker, the more.
view-progress = Progress
    .lines = A line is a peer; it is as high as what arrives. Below: how many are reached, and how many have everything.
    .curves = How many have their first block, and how many have everything.

gifts-nothing = Nobody gave anybody anything yet.
gifts-heading = { SHARE($seeders) } came from those who brought the content. Of what two others gave each other, { SHARE($back) } came back.
gifts-groups = { BYTES($total) } went from peer to peer.
gifts-peer = { $name } gave most to { $other }: { BYTES($gave) }. It got { BYTES($got) } back.
gifts-peer_nothing = { $name } gave nobody anything.
gifts-from = from
gifts-to = to

progress-nobody = Nobody came to download.
progress-all = The first of { COUNT($n) } had everything after { $first }, the last after { $last }.
progress-some = { COUNT($reached) } of { COUNT($of) } are reached, { $done ->
        [0] none has
        [one] 1 has
       *[other] { COUNT($done) } have
    } everything.
progress-alone = one sender alone: { $at }
progress-bound = the last one: never before { $at }
progress-reached = reached
progress-fluid = fluid model
progress-no_fluid = No curve of the fluid model (Qiu, Srikant 2004). { $note }.
progress-live = Until then the curves show what was played.
progress-complete = have everything

heading-empty = Nobody is there.
heading-start = { $n ->
        [one] One peer wants the content.
       *[other] { COUNT($n) } peers want the content.
    } { $seeders ->
        [0] Nobody has all of it.
        [one] One has it and begins to send.
       *[other] { COUNT($seeders) } have it and begin to send.
    }
heading-server = So far everything comes from those who brought the content. The { $n ->
        [one] one
       *[other] { COUNT($n) }
    } who download have { SHARE($share) } of it.
heading-each_other = The { $n ->
        [one] one who downloads has
       *[other] { COUNT($n) } who download have
    } { SHARE($share) } of the content. { SHARE($each_other) } of what they got came from each other.
heading-parted = The others and { $who } cannot reach each other.

near-title = What it knows
near-eyes = Show only what { $name } knows
near-counts = { $name } counts { $counted ->
        [one] 1 copy
       *[other] { COUNT($counted) } copies
    } of piece { $piece } at its neighbours. { $there ->
        [0] Nobody else gives it.
        [one] One other peer gives it.
       *[other] { COUNT($there) } other peers give it.
    }
near-counts_same = What { $name } counts of each piece at its neighbours is what there is.
near-counts_none = { $name } counts no copies: it has everything, or does not know the content yet.
near-strip = Filled: what { $name } counts. Outline: how many other peers give the piece.
near-asked = Asked for and not here
near-asked_none = Nothing is asked for.
near-asked_of = { $name }: { $n ->
        [one] 1 block
       *[other] { COUNT($n) } blocks
    }
near-asked_more = … and { COUNT($n) } more
near-asked_block = piece { $piece }, block { $block }: { $stands ->
        [travels] the request is on its way
        [waits] waits there for { DECIMAL($s) } s
        [refused] will be rejected
       *[on_wire] on its way for { DECIMAL($s) } s
    }{ $cancelled ->
        [yes] , cancelled
       *[no] {""}
    }
near-partial = Pieces in progress
near-partial_none = None.
near-partial_row = piece { $piece }: { $here } of { $blocks } blocks are here, { $asked } are asked for
near-partial_key = Filled: here. Half: asked for. Empty: missing.
near-messages = Messages
near-messages_show = Show the latest messages up to { $at }
near-messages_waiting = The run is repeated to hear what was said…
near-messages_earlier = { $n ->
        [0] All that it has said and heard up to { $at }.
       *[other] The latest up to { $at }; { COUNT($n) } came before.
    }
near-message_sent = { $at } to { $other }: { $kind }
near-message_heard = { $at } from { $other }: { $kind }
near-message_way = { $bytes ->
        [one] 1 byte
       *[other] { COUNT($bytes) } bytes
    }, { $arrived ->
        [none] has not arrived
       *[other] arrived at { $arrived }
    }
near-field = Field
near-bytes = Bytes
near-meaning = Value
near-content = { COUNT($n) } bytes
field-length = length of what follows
field-id = kind of message
field-piece = piece
field-begin = begins at byte
field-block_length = bytes wanted
field-bits = one bit a piece
field-block = content of the block
field-name_length = length of the name
field-name = name of the protocol
field-reserved = bits of extensions
field-info_hash = hash of the torrent
field-peer_id = id of the client
field-extended_id = extension
field-dictionary = dictionary
field-metadata = part of the metadata
field-holepunch_kind = what it says
field-address_type = kind of address
field-address = address
field-port = port
field-error = error

heading-wave = { COUNT($reached) } of { COUNT($n) } are reached; { $done ->
        [0] none has
        [one] 1 has
       *[other] { COUNT($done) } have
    } everything.{ $bound ->
        [first] {" "}Nobody can be complete before { $at }.
        [all] {" "}They cannot all be complete before { $at }.
       *[none] {""}
    }
heading-riders = Those who give have { SHARE($givers) }. The free riders have { SHARE($riders) }.
heading-all = { $n ->
        [one] One peer has
       *[other] All { COUNT($n) } have
    } everything after { DURATION($last_s) }. The seeder sent { DECIMAL($copies) } copies.
heading-lost = { $n ->
        [one] Piece { $pieces } is
       *[other] Pieces { $pieces } are
    } lost: nobody who is there has it. { $leechers ->
        [one] One peer waits
       *[other] { COUNT($leechers) } peers wait
    } in vain.
heading-peer = { $name }: { COUNT($have) } of { COUNT($pieces) } pieces.
heading-peer_crashed = { $name } has crashed with { COUNT($have) } of { COUNT($pieces) } pieces.
heading-peer_rates = { $name }: { COUNT($have) } of { COUNT($pieces) } pieces, { RATE($received) } in, { RATE($sent) } out.
heading-peer_complete = { $name }: all { COUNT($pieces) } pieces, { RATE($sent) } out.
heading-pieces = { $rare ->
        [one] One piece is the rarest
       *[other] { COUNT($rare) } pieces are the rarest
    }: { $fewest ->
        [0] only the seeder has it.
        [one] one copy
       *[other] { COUNT($fewest) } copies
    }{ $fewest ->
        [0] {""}
       *[other] {" "}without the seeder's.
    } The commonest has { COUNT($most) }.
heading-pieces_all = All { COUNT($n) } who came to download have every piece.

## Which step of the choice led to a block.

block-step-claimed = It was kept for this neighbour.
block-step-begun = It is the next of a piece that was begun.
block-step-new = It is the first of a new piece.
block-step-stolen = It was taken from a slower neighbour.
block-step-taken_over = The neighbour, which is on parole, goes on with it alone.
block-step-endgame = Others are asked for it too.
block-step-first = It is the first that the neighbour is asked for.

## The podium: whom a peer serves, and why these.

podium-title = Who gets a slot from { $name }
podium-end = slots end here
podium-trial = tried by lot: the optimistic slot
podium-more = { $n ->
        [one] 1 more waits.
       *[other] { COUNT($n) } more wait.
    }
podium-wants_nothing = { $n ->
        [one] 1 wants
       *[other] { COUNT($n) } want
    } nothing from it.
podium-next = The places are decided again in { $s ->
        [one] 1 second
       *[other] { COUNT($s) } seconds
    }.

## Why a block goes from one peer to another: five reasons.

ticks-title = Why this block
ticks-heading = Why does block { $block } of piece { $piece } go from { $from } to { $to }?
ticks-close = Close the reasons
ticks-waiting = The run is repeated to find the reasons…
ticks-rule = rule
tick-lacks = { $to } lacks piece { $piece }.
    .more = { $blocks ->
        [0] None of its blocks was here
        [one] 1 of its blocks was here
       *[other] { COUNT($blocks) } of its blocks were here
    } when this one was asked for, at { $at }.
tick-has = { $from } has it.
    .brought = It brought the whole content.
    .since = Complete and checked at { $at }.
tick-rare = { $n ->
        [0] None
        [one] Only 1
       *[other] { COUNT($n) }
    } of the neighbours of { $to } had it.
    .at = That was known when the piece was chosen, at { $at }.
tick-serves = { $from } serves { $to }.
    .regular = A regular slot, since { $since }.
    .optimistic = The optimistic slot, since { $since }.
tick-serves_not = { $from } has no slot for { $to }.
tick-because = Because { $to } is number { $rank } for { $from }: { $figure }.
    .slots = { COUNT($ranked) } were in question, { $regular ->
        [one] 1 has
       *[other] { COUNT($regular) } have
    } a regular slot.
    .at = Decided at { $at }.
tick-because_trial = Because it was the turn of { $to }: the optimistic slot goes round, whoever gave nothing too.
tick-because_free = Because a slot was free and { $to } wanted something.
tick-because_given = Because { $from } gave { $to } a slot.
tick-because_not = No decision gave { $to } a slot.

panel-about = About this swarm
panel-title = Panel
panel-tabs = Panels
panel-swarm = Swarm
panel-numbers = Numbers
panel-measures = Measures and theory
panel-charts = Charts
panel-controls = Controls
panel-events = Events
panel-laws = Laws
panel-starting = Starting the swarm…
panel-drop = Drop a .torrent file
panel-neighbours = Neighbours of peer { $peer }

## Marks: the notable moments of a run, on the time line and in the log. `.name` names the kind.

mark-acted = You changed the swarm
    .name = your commands
    .what = You { $what }
mark-joined = { $name } joined
    .name = joined
    .many = { COUNT($n) } joined
mark-bytes = { BYTES($bytes) }
mark-first_block = { $name } received its first block, from { $other }
    .name = first blocks
    .many = { COUNT($n) } received their first block
mark-first_unchoked = { $other } was the first to unchoke { $name }
    .name = first unchokes
    .many = { COUNT($n) } were unchoked for the first time
mark-first_optimistic = { $name } has no piece yet; { $other } gave it an optimistic slot
    .name = optimistic slots for newcomers
    .many = { COUNT($n) } without a piece got an optimistic slot
mark-slot_lost = { $name } lost its slot at { $at } to { $other }, which gave more: { $won }, not { $lost }
    .name = slots lost to a better giver
    .many = { COUNT($n) } slots went to a better giver
mark-endgame = { $name } has requested every block that it lacks: its endgame begins
    .name = endgames
    .many = { COUNT($n) } began their endgame
mark-completed = { $name } is complete
    .name = completions
    .many = { COUNT($n) } are complete
mark-left = { $name } left
    .name = departures
    .many = { COUNT($n) } left
mark-crashed = { $name } crashed; nobody was told
    .name = crashes
    .many = { COUNT($n) } crashed
mark-piece_lost = The last copy of piece { $piece } went with { $name }
    .name = lost pieces
    .many = The last copies of { COUNT($n) } pieces went with { $name }
mark-hash_failed = { $name } discarded piece { $piece }: its hash was wrong
    .name = failed hashes
    .many = { COUNT($n) } pieces failed their hash
mark-banned = { $other } banned { $name }
    .name = bans
    .many = { COUNT($n) } bans
mark-snubbed = { $other } waited too long for { $name } and snubbed it
    .name = snubs
    .many = { COUNT($n) } snubs
mark-link_changed = The link of { $name } changed
    .name = changed links
    .many = { COUNT($n) } links changed
mark-tracker_down = The tracker stopped answering
    .name = tracker down
mark-tracker_up = The tracker answers again
    .name = tracker back
mark-metadata_complete = { $name } has the torrent's metadata
    .name = metadata
    .many = { COUNT($n) } have the torrent's metadata

## The log: every mark in a sentence.

log-heading = { $n ->
        [0] Nothing notable has happened yet
        [one] One thing happened
       *[other] { COUNT($n) } things happened
    } up to { CLOCK($now_s) }. { $ahead ->
        [0] Nothing is to come.
        [one] One is to come.
       *[other] { COUNT($ahead) } are to come.
    }
log-heading_peer = { $n ->
        [0] Nothing notable has happened to { $name } yet
        [one] One thing happened to { $name }
       *[other] { COUNT($n) } things happened to { $name }
    } up to { CLOCK($now_s) }. { $ahead ->
        [0] Nothing is to come.
        [one] One is to come.
       *[other] { COUNT($ahead) } are to come.
    }
log-note = The run is always the same, so what is to come is listed too. Choose a line to go to its moment.
log-list = Notable moments
log-peer = Of
log-everybody = everybody
log-kind = Kind
log-all = all kinds
log-now = Now, { $now }
log-earlier = { $n ->
        [one] 1 earlier line
       *[other] { COUNT($n) } earlier lines
    } not shown. Choose a peer or a kind, or go to an earlier moment.
log-later = { $n ->
        [one] 1 later line
       *[other] { COUNT($n) } later lines
    } not shown. Choose a peer or a kind, or go to a later moment.
log-left_out = Of { WORD($kind, of: "mark", as: "name") } only the first are kept: { $n ->
        [one] 1 more is
       *[other] { COUNT($n) } more are
    } left out.
log-none = There is no such moment in this run.

## The history of the run, which the time line, the log and the family tree are made of.

history-waiting = The run is being repeated to find its events.
history-writing = The run is being repeated to find its events: { CLOCK($s) } of it so far.
history-failed = The events of this run could not be found: { $why }
history-cut = This run has no end, or is too long to be repeated: events are known up to { CLOCK($end_s) }.

## The time line.

time-title = Time line
    .value = { $now } of { $end }. { $before }
time-next = Next event
    .meaning = Next event (.)
    .said = Next, { $at }: { $text }
time-previous = Previous event
    .meaning = Previous event (,)
time-last = { $at }: { $text }
time-start = The run begins
time-over = Nothing more happens
time-played = Playing on to { $at }

## The family tree of a piece.

family-heading = Piece { $piece } reached { $peers ->
        [one] one peer
       *[other] { COUNT($peers) } peers
    } in { $depth ->
        [one] one step
       *[other] { COUNT($depth) } steps
    }, the last one at { $last }.
family-heading_first = { $sender } sent piece { $piece } to { $first ->
        [one] one peer
       *[other] { COUNT($first) } peers
    }; { $others ->
        [0] nobody else has it yet.
        [one] one other got it from somebody else.
       *[other] the other { COUNT($others) } got it from each other.
    }
family-heading_none = Nobody received piece { $piece } yet.
family-note = A line leads from the peer that sent the last block of the piece to the peer that had the piece then. Right is later.
family-piece = Piece
family-previous = Previous piece
family-following = Next piece
family-waiting = The run is being repeated to find who has piece { $piece } from whom.
family-row = { $name }, { $at }
family-row_brought = { $name } brought it
family-more = { $n ->
        [one] 1 peer is
       *[other] { COUNT($n) } peers are
    } not drawn.
family-tree = Who has piece { $piece } from whom

## The critical path: why a peer was complete no sooner, in parts of time. Each part has a short name.

thread-absent = not there yet
thread-knowledge = not known of
thread-interest = interest on its way
thread-refused = no slot
thread-unused = slot open, nothing asked
thread-in_use = other blocks first
thread-queue = in the queue
thread-link = on the line
thread-hash = hash
thread-busy = uplink busy with others
thread-other_torrent = uplink busy with another torrent

# What stands at the people of a critical path on the stage.
late-had = piece { $piece } at { $at }
late-gone = has left

late-title = Why was the last one late?
late-title_peer = Why was { $name } not complete sooner?
late-ask = Why was { $name } the last one?
late-waiting = The run is being repeated to find what { $name } waited for.
late-heading = { $name } waited for piece { $piece } until { $at }. Of { $whole }, { $longest } were: { WORD($kind, of: "thread") }.
late-through = From hand to hand: { $through }
late-parts = Where the time went
late-steps = Step by step
late-step = { $sender } to { $receiver }, done at { $at }
late-longest = longest: { WORD($kind, of: "thread") }, { $s }
late-go = Go there
    .to = Go to { $at }
late-hide = Take the thread away

## Compare: the run that is on beside the same seed with one change, and the pair over many seeds. `.title` heads the changes of a kind.

change-choker = The choker is “{ WORD($to, of: "choker") }”
    .title = Choker
change-picker = The piece picker is “{ WORD($to, of: "picker") }”
    .title = Piece picker
change-client = { $group ->
        [none] Everybody runs { WORD($to, of: "profile") }
       *[other] “{ $group }” runs { WORD($to, of: "profile") }
    }
    .title = Client
change-behaviour = { $to ->
        [free_rider] “{ $group }” gives nothing
       *[other] “{ $group }” gives what it has
    }
    .title = Who gives
change-leechers = { $to ->
        [half] Half as many leechers
       *[other] Twice as many leechers
    }
    .title = How many come
change-finished = { $to ->
        [leave] Leechers leave when they have everything
       *[other] Leechers stay when they have everything
    }
    .title = After the download
change-uplink = { $to ->
        [half] The uplink of each seeder is halved
       *[other] The uplink of each seeder is doubled
    }
    .title = Uplink of the seeders
change-endgame = { $to ->
        [off] There is no endgame
       *[other] The endgame requests from all
    }
    .title = Endgame
change-seeding = { $to ->
        [super_seed] The first seeders super-seed
       *[other] The first seeders offer everything
    }
    .title = Super-seeding

change-claim = “{ $with }” instead of “{ $without }”
    .title = A claim

claims-title = What people say of clients
claims-note = Claims from the trackers of real clients. Each is a pair of runs that differ in what is claimed: see one seed here, then many.
claims-see = See
claims-command = It is not about how long downloads take. The command line settles it: { $command }
claims-threads = Where it is said:

bench-title = A choker alone
bench-open = Type the rates of a client's neighbours, and see whom each rule serves
bench-note = All neighbours want to be served. Each sends, and takes, at its rate. The client's rounds, places and trials are those of a run.
bench-kind = The client
bench-leecher = The client downloads
bench-seed = The client has everything
bench-slots = Upload slots
bench-rate = Neighbour { $number }, kB/s
bench-more = One more
bench-fewer = One fewer
bench-policy = Rule
bench-column = { $rate } kB/s
bench-marks = The part of { COUNT($rounds) } rounds in which each neighbour is unchoked. After the last round ● has a regular slot, ○ an optimistic one.

compare-none = What if one thing were different?
compare-ask = Choose one change. Run B has that change; its seed and everything else stay as they are in run A.
compare-choose = Different in B
compare-nothing = choose a change
compare-runs = A (solid) is the run of the lab, with seed { $seed }. B (dashed) is the same with one change: { $change }.
compare-waiting = Both runs are simulated to their end. A has come to { CLOCK($a) }, B to { CLOCK($b) }.
compare-refused = Run A cannot be changed in this way, or is so already: { $change }. Choose another change.
compare-unread = This change is not known: { $change }. Choose one from the list.
compare-failed = Run { $run } cannot be simulated: { $why }
compare-open_b = Open B in the lab
compare-story = { $change }. Otherwise this is “{ $name }”.
compare-heading = { $change }: with this one seed a download takes on average { $parts }.
compare-heading_over = { $change }. Over { $n ->
        [one] 1 seed
       *[other] { COUNT($n) } seeds
    } a download takes on average { $parts }. In brackets: the 95 % interval.
compare-longer = { DURATION($by) } longer{ $group ->
        [none] {""}
       *[other] {" "}for “{ $group }”
    }
compare-shorter = { DURATION($by) } less{ $group ->
        [none] {""}
       *[other] {" "}for “{ $group }”
    }
compare-as_long = as long{ $group ->
        [none] {" "}as before
       *[other] {" "}for “{ $group }”
    }
compare-no_times = { $change }: in one of the two runs nobody has everything, so the times cannot be compared.
compare-now = At { CLOCK($now) }, { COUNT($a) } of { COUNT($a_of) } have everything in A, { COUNT($b) } of { COUNT($b_of) } in B.
compare-missing = Not complete at the end: { COUNT($a) } in A, { COUNT($b) } in B. They are in no mean.
compare-cut = Run { $run } does not end by itself: it was followed up to { CLOCK($at) }.

compare-curves = How many have everything
compare-table = The difference in figures
    .group = Group
    .measure = Measure
    .a = A
    .b = B
    .difference = B − A
compare-everybody = everybody
compare-group = group { $group }
compare-mean = mean download time
compare-median = median download time
compare-last = the last has everything at
compare-complete = have everything
compare-copies = copies of the content sent by the seeders
compare-seeders = seeders

compare-parting = Where the runs part
compare-same = All records of both runs are the same: on this seed the change makes no difference.
compare-part_blocks = Until { $at } both runs are the same, block for block.
compare-part_marks = Until { $at } all notable moments are the same in both runs.
compare-mark = First notable moment that differs
compare-no_mark = No notable moment differs.
compare-end = nothing notable any more
compare-decision = First decision with another result
compare-chosen = First such decision that was not drawn
compare-decided = { $at }, { $name }
compare-drawn = Chance had a part in it.
compare-no_decision = Of the first { COUNT($n) } decisions, none was made by the same peer at the same moment with another result.
compare-no_chosen = Of the first { COUNT($n) } decisions, every such one was drawn in one of the runs at least.
compare-decisions_waiting = The decisions of both runs are being read.
compare-go = Show { $at } in A

compare-seeds = Many seeds
compare-seeds_meaning = One seed may be an accident. Here both runs are repeated with the seeds 1, 2, 3 and so on.
compare-count = Seeds
compare-start = Run { $n ->
        [one] 1 seed
       *[other] { COUNT($n) } seeds
    }
compare-stop = Stop
compare-progress = { COUNT($done) } of { COUNT($of) } seeds are done, each with two runs{ $hands ->
        [one] {""}
       *[other] {", "}in { COUNT($hands) } workers
    }.
compare-left = About { DURATION($s) } left.
compare-done = All { COUNT($of) } seeds are done, in { DURATION($s) }.
compare-stopped = Stopped after { COUNT($done) } of { COUNT($of) } seeds. The figures are of these.
compare-failed_seeds = { $n ->
        [one] 1 seed
       *[other] { COUNT($n) } seeds
    } could not be run: { $why }
compare-unfinished = { $peers ->
        [one] 1 peer was
       *[other] { COUNT($peers) } peers were
    } not complete when the run ended. Each run was followed up to { CLOCK($at) } or { COUNT($events) } events. These peers are in no mean.
compare-bands = How many have everything, over all seeds
    .note = Lines: the middle seed. Bands: 8 of 10 seeds.
compare-ecdf = Share that has everything, by time since joining
    .note = All peers of all seeds together.
compare-by_mean = Difference of the mean download time, B − A
compare-by_last = Difference of the last completion, B − A
compare-rings = A ring is a seed. The bar is the 95 % interval of the mean difference.
compare-intervals = Differences within each seed, B − A
    .note = The interval holds the true mean difference in 95 of 100 such samples (Student's t over the differences within each seed). A high correlation says that A and B are fast on the same seeds, so that pairs tell more than two separate samples.
    .n = Seeds
    .mean = Mean
    .interval = 95 % interval
    .correlation = Correlation
compare-span = { $low } to { $high }
compare-look = Seeds to look at
    .seed = Seed
    .why = Why
    .a = Last in A
    .b = Last in B
compare-worst = latest completion of all
compare-later = B is furthest behind A
compare-sooner = B is furthest ahead of A
compare-open = open
compare-open_seed = Open { $run } with seed { $seed }

## Keys.

keys-title = Keys
keys-play = Play or pause
keys-step = One simulated event
keys-events = Previous or next event on the time line
keys-peers = Previous or next peer
keys-speed = Faster or slower
keys-undo = Take back the last act
keys-restart = Restart
keys-close = Close what is open
keys-help = This help
keys-space = Space
sheet-help = What you see
sheet-close_help = Close help
sheet-hints = Drag the line above the buttons to go back; what you do there starts another run. Click a peer to see the swarm through its eyes. Click the tracker to switch it off. Drop a .torrent file to watch its own pieces.
sheet-share = Share this run
sheet-close = Close
sheet-link = Link to this run
    .meaning = The link holds everything: the scenario, the seed and what you did. Whoever opens it sees the same run, block for block.
    .too_long = It is { $characters } characters long, and some programs cut links at { COUNT($limit) }. The file is safer.
sheet-copy = Copy link
sheet-copied = Copied
sheet-save = Save as file
sheet-packing = Packing the run…
fault-restart = Restart
fault-link = Link that reproduces it
fault-dismiss = Dismiss

## What is wrong with a value from outside.

refused-out_of_range = { $field } is out of range: expected { $expected } (got { $value })
refused-unexpected = { $field }: expected { $expected } (got { $value })
refused-unknown_key = { $field }: unknown key ({ $expected })
refused-not_json = { $field }: this is not valid JSON: { $value }
ignored-key = { $field }: unknown key, ignored

warn-memory = Paused: this run has taken { BYTES($bytes) } of memory, and this browser may close the page soon after { BYTES($most) }. Save a link before you go on.
warn-multitude = { COUNT($n) } peers are many for a browser: each simulated second takes several of yours. The command line runs the same scenario natively.

## What is wrong with an address, a file or a run from outside. `expected-…` stands in the sentences above.

expected-whole = a whole number from { $min } to { $max }
expected-number = a number from { $min } to { $max }
expected-one_of = one of { $words }
expected-chapter = the name of a chapter: letters, digits and _
expected-preset = the name of a preset: letters, digits and _
expected-yes_or_no = true or false
expected-change = a change, such as choker:random or behaviour:free_rider@leecher
expected-json = JSON ({ $why })
expected-scenario = a scenario
expected-runs = a list of runs, at least one
expected-steps = a list of steps, at least one
expected-text = a text by language, { $form }
expected-moment_or_mark = { $moment } or { $mark }
expected-known_keys = known keys: { $keys }
    .like = did you mean { $likely }? known keys: { $keys }
expected-format = { $format }, the format that this engine ({ $engine }) reads
    .by = { $format }, the format that this engine ({ $engine }) reads; engine { $by } made it
expected-engine = the version of the engine that wrote it
expected-run = an object with scenario, seed and commands
expected-object = an object
expected-saved_run = the address of a saved run on this server
expected-saved_run_length = a saved run of at most { COUNT($characters) } characters

fault-values = These values cannot be used
fault-value = A value cannot be used
fault-range = A value is out of range
fault-key = A key is not known
fault-unread = This file cannot be read
fault-file = This file cannot be used
fault-picture = This picture cannot be used
    .why = Expected a picture that this browser can show.
fault-address = Part of this address cannot be used
fault-run_link = This link cannot be used
fault-preset = This preset is not known
fault-language = This language could not be fetched. Choose it again.
fault-stopped = The simulator stopped
fault-not_loaded = The simulator could not be loaded
fault-no_webassembly = This browser does not run WebAssembly.
fault-other = Something went wrong
fault-more = And { COUNT($n) } more.

file-none = No file came along. Drop one .torrent file.
file-many = { COUNT($n) } files came at once. Drop one .torrent file at a time.
file-large = { $name } is larger than 10 MB; a .torrent file is not.
file-folder = That is a folder. Drop one .torrent file.
file-unreadable = { $name } cannot be read. A folder is no .torrent file.
file-empty = { $name } is empty.
file-story = The geometry of a real torrent: its pieces, its last short piece, its info-hash.

link-word = { $word }: this word in the address is not known and was ignored (did you mean { $likely }?).
link-old = This link has the form #c=, which names no engine and has no checksum: an engine of format 1 made it.
link-begins = The part after # begins with “{ $shown }”; a link of ours begins with #{ $begin } (or #{ $old }, the earlier form).
link-changed = It was changed or cut on its way: its checksum does not fit. Copy it once more, or ask for the file.
link-long = The part after { $begin } is { COUNT($characters) } characters long; at most { COUNT($most) } are read.
link-characters = The part after { $begin } has characters that a link of ours never has.
link-unpacks = The part after { $begin } unpacks to more than { COUNT($most) } bytes.
link-damaged = The part after { $begin } is cut short or damaged. Some programs cut long links; ask for the file instead.

run-not_json = It holds no run: it is not JSON.
run-no_scenario = It holds no run: the scenario is missing.
run-ignored = { $key }. It was ignored.
run-checksum = Its checksum does not fit: it was changed since it was written. Take the line with "checksum" out to use it as it is.
run-engine = Engine { $made } made this run; engine { $now } may play it otherwise.
run-commands = Its commands are not a list of commands with their moments.

## The controls. `leave-…` is when seeders leave.

expected-range = { $min } to { $max }
expected-nothing = nothing
controls-live = Live
controls-restart = Restarts the run
controls-client = Client (restarts the run)
controls-tracker = Tracker answers
controls-parted = Parted from the others
    .meaning = They cannot reach the others, nor be reached by them. The tracker is reached by all.
controls-parted_none = nobody
controls-group = group “{ $name }”
controls-region = region { $region }
controls-leaves = Seeder leaves
    .meaning = When the peers that brought the content leave
controls-seeder_upload = Seeder upload
controls-leecher_upload = Leecher upload
controls-upload =
    .meaning = Capacity of the uplink: of the peers that are there and of those that come later
controls-pieces = Pieces
controls-piece_length = Piece length
controls-seed = Seed
controls-other_seed = Another seed

leave-never = never
leave-now = now
leave-in = in { $s } seconds
leave-after_copies = after { $copies ->
        [one] 1 copy
       *[other] { DECIMAL($copies) } copies
    }
leave-at = at { DURATION($s) }
leave-linger = { DURATION($s) } after completion
leave-ratio = at a share ratio of { DECIMAL($ratio) }
leave-dwell = some random time after completion

choice-whose = Whose
choice-client = Client
choice-leechers_serve = Leechers serve
choice-seeders_serve = Seeders serve
choice-seeders_offer = Seeders offer
choice-next_piece = Next piece
choice-endgame = Endgame
choice-as_all = Same as everybody

owner-everybody = everybody
owner-everybody_else = everybody else
owner-group = { $group } only
owner-unnamed = a group
owner-own = With a client of their own: { $groups }.

## All parameters: the scenario as a form and as text.

params-title = All parameters
    .meaning = Every setting of this scenario, as a form and as text
params-form = Form
params-text = As text
    .field = The scenario as JSON
params-find = Find one of { COUNT($n) } settings
params-changed = Changed: { COUNT($n) }
params-changed_mark = changed
params-changed_n = { COUNT($n) } changed
params-note = A change begins the run again, on the same seed. Only the link rates of a group change while it runs.
params-found = { $n ->
        [0] No setting has this in its name or description.
        [one] 1 setting
       *[other] { COUNT($n) } settings
    }
    .more = { COUNT($n) } more. The text has all of them.
params-range = { $min } to { $max }{ $unit ->
        [none] { "" }
       *[other] { " " }{ $unit }
    }
params-default = default { $value }
params-expect = Effect: { $seen }
params-back = Put back
    .of = Put { $field } back to its default
params-given = given
params-entries = { $n ->
        [one] 1 entry
       *[other] { COUNT($n) } entries
    }
params-add = Add
    .to = Add an entry to { $list }
params-copy = Copy
    .of = Copy { $name }
params-remove = Remove
    .of = Remove { $name }
params-text_note = This is the scenario that runs. Edit it and run it again, on the same seed.
params-text_draft = This text does not run yet.
params-run = Run this
    .keys = Ctrl+Enter
params-take_back = Take my edits back
params-copy_text = Copy
params-save = Download
params-whole = Write out the defaults too
params-line = Line { $line }:

## Why: decisions, the critical path, the family tree of a piece.
## Only on the command line.

decided-regular = regular
decided-optimistic = optimistic
decided-choked = choked
standing-fresh = unchoked less than a second ago
standing-held = still held
standing-in_turn = in the middle of its turn
standing-ranked = by its figure
standing-waits = waits for its turn
standing-turn_over = has had its turn
standing-may_not_earn = may not have a regular slot
standing-kept_out = kept out: the uplink is full
standing-uninterested = wants nothing
standing-alone = compared with nobody
slot-none = no slot
slot-ranked = slot by rank
slot-kept = keeps its slot
slot-spare = keeps a slot that nobody needs
slot-given = gets a free slot
slot-trial = its trial is not over
slot-turn = its turn for the optimistic slot
slot-first_interest = slot for its first interest
slot-ahead = unchoked ahead of its interest
why-none = There is no such decision in this run.
why-left_out = { $n ->
        [one] 1 more is left out
       *[other] { COUNT($n) } more are left out
    }.
why-rows_more = { $n ->
        [one] and 1 more that is choked
       *[other] and { COUNT($n) } more that are choked
    }
why-availability = The rarest candidate has { $least ->
        [one] 1 copy
       *[other] { COUNT($least) } copies
    }, the commonest { COUNT($most) }.
why-turn = number { $turn } in the rotation
path-title = Peer { $peer } { $asked ->
        [true] had piece { $piece } after { $to } and no sooner
       *[false] was complete after { $to } and no sooner; its last piece was { $piece }
    }. It came at { $from }, so the path is { $whole } long.
path-through = The piece came through peers { $through }.
path-more = { $n ->
        [one] 1 shorter part is
       *[other] { COUNT($n) } shorter parts are
    } left out, { $s } together.
part-absent = peer { $sender } or peer { $receiver } had not come
    .name = the sender or the receiver had not come
part-knowledge = peer { $receiver } did not know that peer { $sender } has the piece
    .name = waiting for knowledge: not connected, or the news was on its way
part-interest = peer { $sender } did not know that peer { $receiver } is interested
    .name = waiting for interest to be heard
part-refused = peer { $sender } choked peer { $receiver }, which was interested
    .name = a slot that was refused
part-unused = peer { $receiver } had a slot at peer { $sender } and asked for nothing
    .name = a slot open but unused
part-in_use = peer { $receiver } had a slot at peer { $sender } and asked for other blocks
    .name = a slot in use for other blocks
part-queue = the block was asked for and waited at peer { $sender } behind others
    .name = a queue: asked for, and waiting behind the sender's other blocks
part-link = the block was on the links from peer { $sender } to peer { $receiver }
    .name = the links
part-hash = peer { $receiver } downloaded a copy that failed its hash, or checked the piece
    .name = a hash
part-busy = the uplink of peer { $sender } sent other blocks
    .name = the uplink of the peer that brought the piece was busy with other blocks
part-other_torrent = the uplink of peer { $sender } sent blocks of another torrent
    .name = the uplink of the peer that brought the piece was busy with another torrent
part-of_it_elsewhere = { $s } of it for another torrent
part-served = { $blocks ->
        [one] 1 block
       *[other] { COUNT($blocks) } blocks
    } to peer { $peer } ({ $s })
part-again = { $n ->
        [one] 1 of its blocks it had sent before
       *[other] { COUNT($n) } of its blocks it had sent before
    }
tree-title = Piece { $piece }: { $peers ->
        [one] 1 peer has it
       *[other] { COUNT($peers) } peers have it
    } or had it; the longest way from a peer that brought it has { $depth ->
        [one] 1 step
       *[other] { COUNT($depth) } steps
    }. A peer has it from the neighbour that sent the block which completed it.
tree-peer = peer { $peer } { $brought ->
        [true] brought it at { $s } s
       *[false] had it at { $s } s
    }

## The summary of a run on the command line.
## Only on the command line.

summary-title = { $name }, seed { $seed }: { $pieces ->
        [one] 1 piece
       *[other] { COUNT($pieces) } pieces
    } of { $piece_length }, { $total } in all
summary-unnamed = unnamed swarm
summary-peer = peer
summary-group = group
summary-state = state
summary-joined = joined
summary-complete = complete
summary-up = up
summary-down = down
summary-duplicates = wasted
summary-more = ... and { COUNT($n) } more
summary-simulated = simulated
    .value = { $s } s, { $events ->
        [one] 1 event
       *[other] { $events } events
    }
summary-completed = complete
    .value = { $completed } of { $leechers } peers that came incomplete
summary-received = received
    .value = { $all }: { $wasted } wasted, { $corrupt } corrupt; { $lost } lost on the way
summary-seeders_sent = seeders sent
    .value = { $copies } copies
summary-last = last complete
    .value = { $s } s
    .bound = { $s } s, { $ratio } times the lower bound of { $bound } s
summary-download_time = download time
summary-utilisation = utilisation
summary-share_ratio = share ratio
summary-seeders = seeders
summary-pieces = pieces
summary-costs = costs
summary-average = mean over time
summary-class = class
summary-stalled = STALLED
    .value = since { $s } s: { $why }
summary-speed = speed
    .value = { $rate } blocks/s: { $blocks } blocks in { $s } s of wall time
summary-laws = laws
    .value = { $checked } checks, { $failed } failed
summary-trace_hash = trace hash
summary-theory = theory
    .value = { $name }: { $figure } ({ $note }; { $source })
summary-broken = BROKEN LAW
    .value = { $law } ({ $source }). Broken at { $s } s: { $evidence }

## Sweeps: their summary, their plan, their pictures, what is wrong with their tables, rows that are run again; checks of experiments.
## Only on the command line.

sweep-title = Sweep { $sweep }: { COUNT($runs) } runs of { $configurations ->
        [one] 1 configuration
       *[other] { COUNT($configurations) } configurations
    }
sweep-columns = mean_low and mean_high are the ends of the mean's 95 % confidence interval (Student's t); quartile_low and quartile_high are the quartiles of the runs.
sweep-unchanged = unchanged
sweep-runs = runs
sweep-mean = mean
sweep-confidence = +- 95 %
sweep-median = median
sweep-quartiles = quartiles
sweep-minus = minus configuration { $against }, paired by seed:
sweep-pairs = pairs
sweep-correlation = correlation
sweep-shift = shift
sweep-difference = mean diff.
sweep-interval = 95 % interval
sweep-paired = { $method ->
        [shift] Differences from configuration { $against } are Hodges-Lehmann shifts of the runs with equal seeds; the interval is that of Wilcoxon's signed-rank test.
       *[bootstrap] Differences from configuration { $against } are means over the runs with equal seeds; the interval is a bootstrap over seeds (BCa).
    } A correlation near 1 means that the seeds move both configurations alike, and the pairing takes that out; near 0 the pairing gains nothing. An interval takes at least six pairs.
sweep-none_to_compare = nothing is compared: the table has no run of configuration { $against }
sweep-more = ... and { $n ->
        [one] 1 more configuration
       *[other] { COUNT($n) } more configurations
    }
sweep-band = median and quartiles
sweep-curve = { $figure }: median and quartiles of the runs
sweep-ecdf = { $figure }: share of runs up to each value

plan-title = { COUNT($runs) } runs: { $configurations ->
        [one] 1 configuration
       *[other] { COUNT($configurations) } configurations
    } under { $seeds ->
        [one] 1 seed
       *[other] { COUNT($seeds) } seeds
    }; { COUNT($missing) } are not made yet
plan-cost = cost: { COUNT($blocks) } blocks, about { $time } of one core (here, the cheapest configuration runs at { $speed } blocks/s; larger swarms are slower)
plan-run = run
plan-runs = runs
plan-shard = shard
plan-missing = missing
plan-cost_blocks = cost
plan-time = time
plan-configuration = configuration
plan-seed = seed
plan-more = ... and { COUNT($n) } more

table-damaged = { $file }: line { $line }: { $what }
    .again = { $file }: line { $line }: { $what }; the run is made again
    .left_out = { $file }: line { $line }: { $what }; the row is left out
table-unfinished = expected the end of the line (got the end of the file)

check-difference = { $measure }: { $one } minus { $two } { $span } ({ $by ->
        [interval] the 95 % interval of the shift
       *[estimate] the shift
    }, paired by seed)
check-ratio = { $measure }: { $one } over { $two } { $span } ({ $by ->
        [interval] the 95 % interval of the ratio
       *[estimate] the ratio
    }, paired by seed)
check-contrast = { $value } ({ $interval }; { $pairs ->
        [one] 1 pair
       *[other] { COUNT($pairs) } pairs
    }, correlation { $correlation })
check-no_interval = no interval from fewer than six pairs
check-no_ratio = no ratio: a figure is not above zero

verify-same = { $n ->
        [one] 1 row was run again, with the same trace hash and the same figures
       *[other] { COUNT($n) } rows were run again, with the same trace hashes and the same figures
    }
verify-differs = configuration { $configuration }, seed { $seed }: { $column } is { $table } in the table and { $now } when run again
verify-no_link = configuration { $configuration }, seed { $seed }: the link opens no run: { $why }
