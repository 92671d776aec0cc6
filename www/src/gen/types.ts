// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

/** What an act says. The frame has it as a number: the place in this list. */
export type ActKind = "request" | "cancel" | "reject" | "unchoke" | "optimistic_unchoke" | "choke" | "have";

/** The same client in another torrent. */
export type AlsoView = {
  /** Its number there. */
  peer: number,
  /** The torrent's number. */
  torrent: number, };

/** The answer. */
export type Answer = { "decisions": Decisions } | { "path": CriticalPath } | { "tree": FamilyTree } | { "history": History } | { "block": BlockReasons } | { "messages": Messages };

/** When the peers of a group come. */
export type Arrival = { "at_once": {
    /** The moment, in seconds. */
    at_s: Secs, } } | { "uniform": {
    /** The first possible moment, in seconds. */
    from_s: Secs,
    /** The length of the span, in seconds. */
    over_s: Secs, } } | { "poisson": {
    /** When it begins, in seconds. */
    from_s: Secs,
    /** Mean seconds between two arrivals. */
    mean_gap_s: Secs, } } | { "decaying": {
    /** When it begins, in seconds. */
    from_s: Secs,
    /** Seconds in which the rate falls to 1/e. */
    tau_s: Secs, } } | { "trace": {
    /** The rows, in any order; as many as there are peers in the group. */
    rows: Array<TraceRow>, } } | { "listed": {
    /** The moments, in seconds, in any order. */
    at_s: Array<Secs>, } };

/** How a request stands. */
export type AskedStands = "travels" | "waits" | "refused" | "on_wire";

/** A block that was asked for and has not come. */
export type AskedView = {
  /** The piece. */
  piece: number,
  /** The block's number in it. */
  block: number,
  /** How the request stands. */
  stands: AskedStands,
  /** Seconds since it arrived at the neighbour or, of a block on the wire, since its first byte left. */
  for_s: number,
  /** The peer has cancelled it: a block or a reject will still come. */
  cancelled: boolean, };

/** Who is blamed for a piece that failed its hash. */
export type BadPieces = "sent_alone" | "everybody";

/** Whether pieces that were begun come before all new ones. */
export type BegunOrder = "first" | "among_equals" | "as_ranked";

/** Whether a peer keeps to the protocol. */
export type Behaviour = "honest" | "free_rider" | "polluter";

/** What happens between two rounds. */
export type BetweenRounds = "fill" | "rechoke" | "fill_or_rank" | "wait";

/** The blocks that arrived, in order of time. Each list has a place for each block. */
export type BlockColumns = {
  /** When its last byte arrived, in seconds. */
  at_s: ArrayLike<number>,
  /** Who sent it. */
  from: ArrayLike<number>,
  /** Who received it. */
  to: ArrayLike<number>,
  /** The piece that it is of. */
  piece: ArrayLike<number>,
  /** Its bytes. */
  bytes: ArrayLike<number>, };

/** What became of a request. */
export type BlockEnd = "open" | "arrived" | "rejected" | "lost";

/** Why a block came from one peer to another. */
export type BlockReasons = {
  /** The sender. */
  from: number,
  /** The receiver. */
  to: number,
  /** The piece. */
  piece: number,
  /** The block's number in it. */
  block: number,
  /** Its bytes. */
  bytes: number,
  /** When the receiver asked for it, in seconds. */
  asked_s: number,
  /** When its first byte left. */
  started_s: number | null,
  /** When its last byte arrived, or the request ended without it. */
  ended_s: number | null,
  /** What became of it. */
  end: BlockEnd,
  /** How many pieces the receiver had when it asked. */
  receiver_pieces: number,
  /** How many blocks of this piece the receiver had when it asked. */
  receiver_blocks: number,
  /** Since when the sender has the piece; none where it never had it. */
  sender_since_s: number | null,
  /** The sender brought the piece. */
  sender_brought: boolean,
  /** The sender had everything when it was asked. */
  sender_complete: boolean,
  /** The decision for this block; none where the client asked for it without one. */
  request: Told | null,
  /** How many of the receiver's neighbours had announced the piece, at the request. */
  availability: number | null,
  /** Which step of the choice led to the block. */
  step: BlockStep | null,
  /** The decision that began the piece; none where it was begun in another way. */
  choice: Told | null,
  /** The sender's slot for the receiver; none where it had none. */
  slot: SlotReasons | null, };

/** Which step of the choice of a block led to it. */
export type BlockStep = "claimed" | "begun" | "new" | "stolen" | "taken_over" | "endgame" | "first";

/** What a group sent. */
export type BytesFrom = {
  /** The group's name. */
  class: string,
  /** To each group. */
  to: Array<BytesTo>, };

/** What a group received from another one, or from peers of its own. */
export type BytesTo = {
  /** The group's name. */
  class: string,
  /** Payload bytes that arrived while the sender was there. */
  bytes: number, };

/** A chapter. */
export type Chapter = {
  /** Its name in links: small letters, digits and `_`. */
  id: string,
  /** What it is called. */
  title: { [key in string]: string },
  /** What it answers, in a sentence, for the list of chapters. */
  about: { [key in string]: string },
  /** What the peers are called, in the order of their numbers, in each language. */
  names: Record<string, string[]>,
  /** The swarm, as a scenario's file has it; its runs may change parts of it. */
  scenario: unknown,
  /** The runs that are shown; the first one is that of every step that names none. */
  runs: Array<StoryRun>,
  /** What the reader sees, one after another. */
  steps: Array<Step>, };

/** The rules of choke decisions. */
export type ChokeRuleId = "tit_for_tat" | "random" | "pairwise_blocks" | "bit_tyrant" | "prop_share" | "everybody" | "encounters" | "fastest_upload" | "round_robin" | "round_robin_quota" | "mainline4" | "anti_leech" | "seed_random" | "seed_encounters";

/** How the neighbours of a trial fare under one policy. */
export type ChokeShares = {
  /** The policy's name. */
  policy: string,
  /** For each neighbour, the part of the time that it was unchoked. */
  unchoked: Array<number>,
  /** Neighbours with a regular slot after the last round, best first. */
  regular: Array<number>,
  /** Neighbours with an optimistic one. */
  optimistic: Array<number>, };

/** What made a peer decide about slots. */
export type ChokeSource = "round" | "rerank" | "free_slot" | "first_interest" | "lost_interest" | "debt" | "closed" | "leaving";

/** The choker: to whom a peer uploads. */
export type ChokerConfig = {
  /** Neighbours unchoked at a time, the optimistic ones included. */
  upload_slots: number,
  /** Of these, how many are optimistic. */
  optimistic_slots: number,
  /** The optimistic part of the slots, rounded down, one at least; 0 means that `optimistic_slots` says how many. */
  optimistic_share: number,
  /** Neighbours unchoked at least, as far as they wait for a slot: those that earned none are optimistic. */
  min_uploads: number,
  /** Seconds between two rounds of choking. */
  rechoke_interval_s: number,
  /** Rounds for which an optimistic unchoke is kept. */
  optimistic_rounds: number,
  /** Rounds for which a regular unchoke is held, whatever the rates say. */
  hold_rounds: number,
  /** How much likelier a new connection is to be the next optimistic unchoke than any other place in the rotation. */
  new_connection_weight: number,
  /** Seconds without a block from a neighbour that unchoked us, after which it is snubbed. */
  snub_after_s: number,
  /** Seconds over which a neighbour's rate is measured (for `ewma`: the time constant). */
  rate_window_s: number,
  /** Seconds that a capped cumulative mean takes a new connection to be older than it is. */
  rate_fudge_s: number,
  /** The same for what we send to it. */
  upload_fudge_s: number,
  /** `rate_based`: the rate at which the first neighbour must take for another slot to be opened. */
  slot_rate: number,
  /** `rate_based`: how much more each next neighbour must take. */
  slot_rate_step: number,
  /** `round_robin_quota`: pieces after which a neighbour's turn may end. */
  quota_pieces: number,
  /** `round_robin_quota`: seconds before which a turn never ends. */
  quota_min_s: number,
  /** Blocks that a neighbour may be ahead under pairwise block-level tit for tat. */
  deficit_blocks: number,
  /** PropShare: the share of the uplink kept for trying others. */
  exploration: number,
  /** BitTyrant: how much more it gives to a neighbour that does not give back. */
  tyrant_raise: number,
  /** BitTyrant: how much less it gives to a neighbour that has given back for `tyrant_rounds`. */
  tyrant_lower: number,
  /** BitTyrant: rounds of being unchoked after which it gives less. */
  tyrant_rounds: number,
  /** Whom a leecher serves. */
  policy: ChokerPolicy,
  /** Whom a seed serves. */
  seed_policy: SeedPolicy,
  /** How a neighbour's rate is measured. */
  rate: RateEstimator,
  /** What happens when a slot becomes free, or wanted, between two rounds. */
  between_rounds: BetweenRounds,
  /** How many slots there are. */
  slots: SlotRule,
  /** Who is first of two neighbours that are ranked alike. */
  ties: Ties,
  /** The optimistic slots are beside `upload_slots`, not among them (Transmission). */
  optimistic_beside: boolean,
  /** A snubbed neighbour may earn a regular slot like any other (libtorrent); otherwise it gets optimistic ones only (BEP 3). */
  snubbed_may_earn: boolean,
  /** The first time that a neighbour shows interest, it is unchoked at once, whatever the slots (WebTorrent). */
  unchoke_first_interest: boolean,
  /** BitTyrant: each neighbour gets what it needs to give back and no more; the rest of the uplink is kept back. */
  tyrant_withholds: boolean,
  /** Neighbours that rank before the last one with a slot are unchoked too, though they want nothing now: they need not wait
   * for a round when they do (BEP 3; Transmission, WebTorrent). */
  unchoke_ahead: boolean,
  /** While what is sent takes the whole uplink, nobody new is unchoked, and there is no new optimistic unchoke (Transmission, where
   * the torrent has an upload limit of its own and the uplink stands for it). */
  freezes_when_full: boolean,
  /** The first round is held a whole interval after the start (Transmission, WebTorrent); otherwise at any moment of it. */
  rounds_from_start: boolean,
  /** Whether a neighbour has something that is wanted is looked at, and said, at rounds only (Transmission 3.00). */
  interest_at_rounds: boolean, };

/** Whom a leecher serves. */
export type ChokerPolicy = "tit_for_tat" | "random" | "pairwise_blocks" | "bit_tyrant" | "prop_share" | "everybody" | "encounters";

/** Measures of peers that are alike. */
export type ClassMeasures = {
  /** The group's name, and the link's where the group has several. */
  class: string,
  /** Stays that began incomplete. */
  count: number,
  /** Of these, completed. */
  completed: number,
  /** Mean download time. */
  mean_s: number | null,
  /** Median download time. */
  median_s: number | null,
  /** 95th percentile of the download times. */
  p95_s: number | null,
  /** The standard deviation of the download times over their mean. */
  cv_time: number | null,
  /** Mean of uploaded over downloaded bytes. */
  mean_ratio: number | null,
  /** Payload bytes that its peers sent. */
  uploaded: number,
  /** Payload bytes that its peers received. */
  downloaded: number,
  /** What its peers sent over what their uplinks, as they first were, could have sent while they were there; as of the whole swarm, not
   * beyond the moment from which nobody misses anything and nobody is to come. */
  utilisation: number | null,
  /** Jain's index of the bytes that each of its peers sent: 1 when all sent the same, 1/n when one of n sent all. */
  jain_uploaded: number | null,
  /** The Gini coefficient of the same: 0 when all sent the same, (n - 1)/n when one of n sent all. */
  gini_uploaded: number | null,
  /** Jain's index of the download times. */
  jain_time: number | null,
  /** The Gini coefficient of the download times. */
  gini_time: number | null, };

/** Something a person does to the swarm while it runs. */
export type Command = { "add_peers": {
    /** The newcomers. */
    group: Group, } } | { "remove_peers": {
    /** Their numbers; those that are not there are passed over. */
    peers: Array<number>,
    /** They fall silent instead of saying goodbye. */
    crash: boolean, } } | { "make_seeder": {
    /** Its number. */
    peer: number, } } | { "limit_link": {
    /** Its number. */
    peer: number,
    /** The new uplink in bytes per second; left as it is when not given. */
    upload_rate: number | null,
    /** The new downlink in bytes per second; left as it is when not given. */
    download_rate: number | null, } } | { "limit_links": {
    /** Of the peers that came as seeders, or of all others. */
    seeders: boolean,
    /** The new uplinks in bytes per second; left as they are when not given. */
    upload_rate: number | null,
    /** The new downlinks in bytes per second; left as they are when not given. */
    download_rate: number | null, } } | { "seeders_leave": {
    /** The rule. */
    leave: Leave, } } | { "behave": {
    /** Its number. */
    peer: number,
    /** How it behaves: a free rider serves nobody, a polluter sends blocks of other bytes. */
    behaviour: Behaviour, } } | { "cut": {
    /** The number of a peer. */
    peer: number,
    /** The number of the other one; all connections of the first break when none is given. */
    other: number | null, } } | { "partition": {
    /** The numbers of groups, in the scenario's order, then those that commands brought; the first is 0. */
    groups: Array<number>,
    /** The numbers of regions. */
    regions: Array<number>, } } | { "tracker": {
    /** Whether it answers. */
    up: boolean, } };

/** What is wrong with one value from outside: the field, the value, and what was expected. */
export type ConfigError = {
  /** The kind of mistake. */
  problem: Problem,
  /** The path of the field, for example `groups[1].upload_rate`. */
  field: string,
  /** The value as it was given. Empty for an unknown key; for text that is not JSON, what is wrong with it and where. */
  value: string,
  /** What is expected there: for an unknown key the nearest known one, or a list of them. */
  expected: string, };

/** One of the neighbours that a choke decision considered. */
export type Considered = {
  /** The neighbour. */
  peer: number,
  /** What it was ranked by among those of the same standing. */
  figure: number,
  /** What the figure counts. */
  by: RankedBy,
  /** What comes before the figure. */
  standing: Standing,
  /** It wants something. */
  interested: boolean,
  /** It let us wait too long. */
  snubbed: boolean,
  /** What became of it. */
  verdict: Verdict,
  /** How it came by its slot. */
  slot: SlotKind,
  /** Its place among those that wait for the optimistic slot, 0 for the next; none where turns do not count. */
  turn: number | null, };

/** The critical path of a completion. */
export type CriticalPath = {
  /** The peer. */
  peer: number,
  /** The piece that is followed: the last one, where no other was asked for. */
  piece: number,
  /** When the peer came, in nanoseconds. */
  from_ns: number,
  /** When it had the piece. */
  to_ns: number,
  /** The peers that the piece came through: the peer itself is the last. */
  through: Array<number>,
  /** The parts, in order of time. */
  parts: Array<PathPart>,
  /** What the kinds took, the most first. */
  shares: Array<PathShare>, };

/** What a decision is about. */
export type DecisionKind = "slot" | "piece" | "block" | "snub" | "ban";

/** The decisions that were asked for. */
export type Decisions = {
  /** Of the ones asked for, the first ones. */
  told: Array<Told>,
  /** How many were left out behind them. */
  left_out: number, };

/** How a peer goes. */
export type Departure = "finish_in_flight" | "finish_block" | "instant" | "crash";

/** How the smallest depth and the rate make one. */
export type DepthRule = "sum" | "larger";

/** How much a frame tells of the peers that are not watched. */
export type Detail = "whole" | "crowd" | "tiles";

/** What happens when every missing block has been asked for. */
export type Endgame = "all" | "strict" | "steal" | "hotswap" | "off";

/** A run as it is shared. */
export type Envelope = {
  /** The version of this form. */
  format: number,
  /** The version of the engine that wrote it. */
  engine: string,
  /** The checksum of a file; a link has it outside. */
  checksum?: string,
  /** The run. */
  run: Run,
  /** How it was seen. */
  view: View, };

/** A decision and its moment. */
export type Explained = {
  /** When, in seconds. */
  t_s: number,
  /** What was decided, and from what. */
  reason: Reason, };

/** The extension protocol (BEP 10): what a client tells of itself, and what it does with what it is told. */
export type ExtensionConfig = {
  /** How many requests this client keeps waiting at most, as its extended handshake tells the neighbours; 0 means that it does
   * not tell. */
  reqq: number,
  /** Neighbours that are asked, one after another, to introduce the client to a peer that lets no call in. */
  relays_tried: number,
  /** Whether the client speaks the extension protocol, and with it exchanges metadata (BEP 9). */
  enabled: boolean,
  /** What the client does with the `reqq` of a neighbour. */
  heeds_reqq: HeedsReqq,
  /** The client introduces neighbours to each other, and asks to be introduced to a peer that does not answer its calls (BEP 55);
   * only with `enabled`. */
  holepunch: boolean, };

/** Who has a piece from whom. */
export type FamilyTree = {
  /** The piece. */
  piece: number,
  /** The longest way from a peer that brought it. */
  depth: number,
  /** How many peers have it, or had it. */
  peers: number,
  /** The first of them, in order of time. */
  list: Array<TreePeer>,
  /** How many are left out of the list. */
  left_out: number, };

/** One field of a message. */
export type Field = {
  /** What it is. */
  name: FieldName,
  /** Its first byte in the message. */
  from: number,
  /** Its bytes. */
  bytes: number,
  /** The bytes in hexadecimal. Empty for what a block or a part of the metadata holds. */
  hex: string,
  /** The number that they say; none where they say none. */
  number: number | null,
  /** The text that they are; none where they are none. */
  text: string | null, };

/** What a field is. */
export type FieldName = "length" | "id" | "piece" | "begin" | "block_length" | "bits" | "block" | "name_length" | "name" | "reserved" | "info_hash" | "peer_id" | "extended_id" | "dictionary" | "metadata" | "holepunch_kind" | "address_type" | "address" | "port" | "error";

/** A figure of a run. */
export type Figure = "all_complete_s" | { "completed_s": number } | { "mark_s": MarkWanted } | { "marks": MarkWanted } | "complete" | "reached" | { "pieces": number } | "different_pieces" | { "sent_copies": number } | { "twice_bytes": number } | { "slot_lost": MarkWanted } | { "slot_won": MarkWanted };

/** A figure, and of which run of the chapter. */
export type FigureOf = {
  /** The figure. */
  of: Figure,
  /** The run, looked at to its end; the step's own, up to the stop, where none is named. */
  run?: string | null, };

/** What the literature would ask of a run, and says of its scenario. */
export type Figures = {
  /** When the first peer became complete here, in seconds. */
  first_s: number | null,
  /** When the last did, in seconds. */
  last_s: number | null,
  /** Nobody who came is incomplete, and nobody is to come. */
  all: boolean,
  /** What it measures of swarms. */
  measures: Measures,
  /** Why the swarm stands still, if it does. */
  stall: Stall | null,
  /** What theory says of the scenario. */
  theory: Array<Row>, };

/** What a neighbour is asked for that has sent nothing yet. */
export type FirstRequest = "as_picked" | "highest";

/** The model's completions, or why it has none for this scenario. */
export type Fluid = {
  /** Moments, in seconds; none where the model does not apply. */
  at_s: Array<number>,
  /** Completions up to each of them. */
  completed: Array<number>,
  /** Why there is no curve. */
  why_not: Note | null, };

/** Peers that are alike. */
export type Group = {
  /** How many there are. */
  count: number,
  /** Capacity of the uplink in bytes per second. */
  upload_rate: number,
  /** Capacity of the downlink in bytes per second. */
  download_rate: number,
  /** Seconds from the peer's home to the core of the network, one way. */
  latency_s: number,
  /** What a disk reads and writes in a second; 0 means that it is never in the way. */
  disk_rate: number,
  /** Number of the region they live in. */
  region: number,
  /** With `reachable` = false: the share of homes whose NAT lets a call in from whom the home calls at the same moment (BEP 55). */
  punchable: number,
  /** What the group is called. */
  name: string,
  /** The peers' links, when they are not all alike. */
  links: Links,
  /** The shared link that they are behind, by its name in `network.shared_links`; none when they reach the core by themselves. */
  shared_link: string | null,
  /** The client that they run; the scenario's when none is given. */
  client: PeerConfig | null,
  /** What they have when they come. */
  have: InitialHave,
  /** Which torrents they are in, where that is not the first one alone. */
  torrents: Torrents,
  /** When they come. */
  arrival: Arrival,
  /** When they go. */
  leave: Leave,
  /** How long they stay at most, complete or not; as long as they like when none is given. */
  session: Span | null,
  /** After what time they give up while they are incomplete; never when none is given. */
  abort: Span | null,
  /** How they go. */
  departure: Departure,
  /** Whether they keep to the protocol. */
  behaviour: Behaviour,
  /** They have one owner: what one of them has verified, all of them have at once, as by a fast network of their own. */
  coalition: boolean,
  /** Whether others can call them: not behind a NAT or a firewall that lets no call in. */
  reachable: boolean, };

/** What a group sent to a group, step by step. */
export type GroupFlow = {
  /** The senders' group. */
  from: number,
  /** The receivers' group. */
  to: number,
  /** Payload bytes that arrived in each step. */
  bytes: Array<number>, };

/** A group's mean rates. */
export type GroupRates = {
  /** The group's name. */
  class: string,
  /** Payload bytes per second that a peer of the group sent while it was there, and that arrived. */
  up: number | null,
  /** The same that it received. */
  down: number | null, };

/** What the reader is asked before it is shown. */
export type Guess = { "choice": {
    /** The question. */
    ask: { [key in string]: string },
    /** The answers. */
    answers: Array<{ [key in string]: string }>,
    /** Which of them is right, from 0. */
    right: number,
    /** Why, told with the answer. */
    because: { [key in string]: string }, } } | { "seconds": {
    /** The question. */
    ask: { [key in string]: string },
    /** The largest number that can be guessed. */
    max_s: number,
    /** The right one. */
    truth: FigureOf, } };

/** What a client does with the number of requests that a neighbour says it keeps waiting. */
export type HeedsReqq = "no" | "instead" | "at_most";

/** A run from its start to a moment. */
export type History = {
  /** How far it goes, in seconds. */
  end_s: number,
  /** Why it goes no further. */
  ends_by: HistoryEnd,
  /** The notable moments, in order of time. */
  marks: Array<Mark>,
  /** How many marks are left out, by kind. */
  marks_left_out: Array<MarksLeftOut>,
  /** The peers. */
  peers: PeerColumns,
  /** How many blocks arrived. */
  n_blocks: number,
  /** The blocks; none where there are more than 200,000. */
  blocks: BlockColumns | null,
  /** The pieces that were verified. */
  pieces: PieceColumns,
  /** Sums over time. */
  steps: Steps,
  /** What the fluid model says of the completions. */
  fluid: Fluid, };

/** Why a history ends where it does. */
export type HistoryEnd = "run" | "moment" | "events";

/** What a peer has when it comes. */
export type InitialHave = "none" | "all" | { "fraction": number } | "magnet_link" | { "pieces": Array<number | string> };

/** A peer's own view. */
export type Inspection = {
  /** Its number. */
  peer: number,
  /** What it is doing. */
  state: PeerState,
  /** The name of its group. */
  group: string,
  /** The peers that the same client is in other torrents. Its link and its upload slots are theirs too. */
  also: Array<AlsoView>,
  /** Pieces verified. */
  have: number,
  /** The torrent's metadata as far as they have come; none when the peer knows the torrent. */
  metadata: MetadataView | null,
  /** Pieces in progress. */
  partial: Array<PartialView>,
  /** How many of its neighbours have each piece, as far as it has counted: what it calls rare. Empty when it does not count. */
  counts: Array<number>,
  /** Its open connections. */
  neighbours: Array<NeighbourView>,
  /** Its latest decisions, newest last. */
  decisions: Array<Explained>,
  /** The settings that the sentences of its choke rules take their numbers from. */
  choker: ChokerConfig,
  /** The same for its piece rules. */
  picker: PickerConfig, };

/** One knob's card: what the form shows beside it, and what its value is checked against. */
export type Knob = {
  /** The field's name in its section. */
  name: string,
  /** The unit of the value. */
  unit: string,
  /** The smallest value allowed. */
  min: number,
  /** The largest value allowed. */
  max: number,
  /** The value when a scenario says nothing. */
  default: number,
  /** Why this is the default, with its source. */
  why: string,
  /** What a person sees when it is turned. */
  seen: string, };

/** A law of the swarm. */
export type Law = "time" | "conservation" | "uplink" | "downlink" | "serves_what_it_has" | "no_block_while_choked" | "slots" | "hash_first" | "completion" | "lower_bound" | "requests";

/** When a peer goes. */
export type Leave = "never" | "on_completion" | { "linger": {
    /** How long, in seconds; ten where nothing is said. */
    for_s: Secs, } } | { "dwell": {
    /** How long. */
    time: Span, } } | { "ratio": {
    /** How many times. */
    ratio: number, } } | { "at": {
    /** The moment, in seconds. */
    at_s: Secs, } } | { "after_copies": {
    /** How many. */
    copies: number, } };

/** One kind of access link in a mix. */
export type LinkClass = {
  /** What it is called. */
  name: string,
  /** Its part of the peers; shares count in proportion to their sum. */
  share: number,
  /** Capacity of the uplink in bytes per second. */
  upload_rate: number,
  /** Capacity of the downlink in bytes per second. */
  download_rate: number, };

/** Whether a group's peers have one link or several kinds. */
export type Links = "same" | { "classes": Array<LinkClass> } | { "published": MixTable };

/** A command as it was given to a running simulation: with the exact place in the run, so that it can be repeated. */
export type LoggedCommand = {
  /** The simulated moment in nanoseconds, as decimal digits: JavaScript's numbers are exact only to 2^53. */
  at_ns: string,
  /** How many events had been processed before it. */
  after_events: number,
  /** What. */
  command: Command, };

/** A slot that went from one neighbour to another in a choke round. */
export type LostSlot = {
  /** The peer that held the round. */
  at: number,
  /** The rule that it ranked its neighbours by. */
  rule: ChokeRuleId,
  /** What the figures count. */
  by: RankedBy,
  /** The figure of the peer that lost its slot. */
  lost: number,
  /** The figure of the peer that got a slot. */
  won: number, };

/** A notable moment. */
export type Mark = {
  /** When, in seconds. */
  at_s: number,
  /** What. */
  kind: MarkKind,
  /** The peer that it is about; none for the tracker and for commands. */
  peer: number | null,
  /** The other peer. */
  other: number | null,
  /** The piece. */
  piece: number | null,
  /** The slot that was lost. */
  slot: LostSlot | null,
  /** The place of the command in the run's list. */
  act: number | null, };

/** What a mark tells. */
export type MarkKind = "acted" | "joined" | "first_block" | "first_unchoked" | "first_optimistic" | "slot_lost" | "endgame" | "completed" | "left" | "crashed" | "piece_lost" | "hash_failed" | "banned" | "snubbed" | "link_changed" | "tracker_down" | "tracker_up" | "metadata_complete";

/** A notable moment, by what it tells. */
export type MarkWanted = {
  /** What happens. */
  kind: MarkKind,
  /** To whom; to anybody where nobody is named. */
  peer?: number | null,
  /** The other peer. */
  other?: number | null,
  /** The piece. */
  piece?: number | null,
  /** Whose choke round it was. */
  at?: number | null,
  /** Which of them; the first where nothing is said. */
  nth?: number | null, };

/** Marks of a kind that are not kept. */
export type MarksLeftOut = {
  /** The kind. */
  kind: MarkKind,
  /** How many. */
  n: number, };

/** Measures of a run so far. Times in seconds; a copy is the length of the content. */
export type Measures = {
  /** Payload bytes sent over what all uplinks could have sent while their peers were there. */
  utilisation: number | null,
  /** The same of peers that came incomplete. */
  utilisation_leechers: number | null,
  /** Payload bytes received over what all downlinks could have received. */
  utilisation_down: number | null,
  /** Mean download time: from coming to completion, of peers that came incomplete and not before the measured time. */
  mean_time_s: number | null,
  /** Half of them had it by then. */
  median_time_s: number | null,
  /** 95 of 100 had it by then. */
  p95_time_s: number | null,
  /** The longest of them. */
  max_time_s: number | null,
  /** The standard deviation of the download times over their mean. */
  cv_time: number | null,
  /** p95_time_s over mean_time_s. */
  p95_over_mean: number | null,
  /** Kumar and Ross's bound for all peers that the scenario brings, as if they were there at 0. */
  fluid_bound_s: number | null,
  /** What the same would take from the scenario's seeders alone. */
  client_server_bound_s: number | null,
  /** mean_time_s over fluid_bound_s. */
  mean_over_bound: number | null,
  /** The last completion over fluid_bound_s, when nobody misses anything and nobody is to come. */
  last_over_bound: number | null,
  /** Copies that origins had sent when the first peer was complete. */
  seed_copies_first: number | null,
  /** Copies that origins have sent. */
  seed_copies: number,
  /** The most that one peer which came incomplete has uploaded, in copies. */
  served_max: number | null,
  /** Mean of uploaded over downloaded bytes, over peers that came incomplete and downloaded anything. */
  ratio_mean: number | null,
  /** 95 of 100 have no more. */
  ratio_p95: number | null,
  /** The largest. */
  ratio_max: number | null,
  /** Jain's index of the bytes that each peer which came incomplete had from origins. */
  jain_seed: number | null,
  /** Time in which an incomplete peer was interested in a neighbour, over the time it was its neighbour; all pairs together. */
  interest_share: number | null,
  /** Copies of the rarest piece, mean over time. */
  availability_min_mean: number | null,
  /** Copies of a piece, mean over pieces and time. */
  availability_mean: number | null,
  /** Entropy of the copies over pieces, 1 when all are equally common; mean over time. */
  entropy: number | null,
  /** The index of dispersion of the copies over pieces, 0 when all are equally common; mean over time. */
  copies_dispersion: number | null,
  /** Wasted bytes over received bytes. */
  duplicates: number | null,
  /** Bytes the receiver had already or had not asked for. */
  wasted_bytes: number,
  /** Bytes of messages other than payload, over all bytes. */
  overhead_share: number | null,
  /** Bytes of `have` messages. */
  have_bytes: number,
  /** Payload bytes received from another region, over all received. */
  cross_region_share: number | null,
  /** The most peers at a time that missed the same one piece and no other; for two pieces or more. */
  one_club_peak: number | null,
  /** How many there are now. */
  one_club_end: number | null,
  /** Incomplete peers, mean over time. */
  mean_leechers: number | null,
  /** How fast the number of incomplete peers grows, per second: the slope of the line that fits it best in measured time. */
  leechers_slope: number | null,
  /** The index of dispersion of the number of incomplete peers over measured time: its variance over its mean. */
  leechers_dispersion: number | null,
  /** Complete peers that became it here, mean over time. */
  mean_seeds: number | null,
  /** Complete peers that came so, mean over time. */
  mean_origins: number | null,
  /** Mean download time of those that became complete in the measured time. */
  mean_time_open_s: number | null,
  /** Peers that came incomplete in the measured time, per second. */
  arrivals_per_s: number | null,
  /** mean_leechers over arrivals_per_s times the mean time as a leecher, of those that completed or went in the measured
   * time: Little's law says 1 for a long run. */
  littles_law: number | null,
  /** The part of the pieces that were there when they were played, mean over viewers; none when nobody watches (`playback_rate`). */
  continuity: number | null,
  /** The graph of connections. */
  overlay: Overlay,
  /** Peers that went incomplete. */
  aborted: number,
  /** mean_time_s of free riders over that of honest peers. */
  free_rider_over_contributor: number | null,
  /** Peers that came incomplete in the measured time, by group and link. */
  classes: Array<ClassMeasures>,
  /** What a peer of each group sent and received in a second, from `measure_from_s` on. */
  rates: Array<GroupRates>,
  /** Payload bytes that each group sent to each; of twelve groups at most. */
  bytes: Array<BytesFrom>, };

/** A torrent that a client is in. */
export type Membership = {
  /** The torrent's number: 0 is the scenario's first torrent, 1 the first of `more_torrents`. */
  torrent: number,
  /** What the client has of it when it comes. */
  have: InitialHave, };

/** The messages between peers. */
export type MessageId = "choke" | "unchoke" | "interested" | "not_interested" | "have" | "bitfield" | "request" | "piece" | "cancel" | "have_all" | "have_none" | "reject" | "extended" | "rendezvous" | "introduction" | "no_introduction" | "metadata_request" | "metadata" | "metadata_reject" | "keep_alive" | "handshake";

/** One message. */
export type MessageView = {
  /** When it left, in seconds; of a block, when its first byte did. */
  sent_s: number,
  /** When it arrived; none when it is on its way, or was lost. */
  arrived_s: number | null,
  /** Who sent it. */
  from: number,
  /** Who it is for. */
  to: number,
  /** What it is: an id of [`crate::protocol::message::IDS`]. */
  kind: string,
  /** Its bytes on the wire. */
  bytes: number,
  /** Its fields, which cover all the bytes. */
  fields: Array<Field>, };

/** The latest messages of a peer. */
export type Messages = {
  /** The peer. */
  peer: number,
  /** Up to this moment, in seconds. */
  to_s: number,
  /** How many came before those that are told. */
  earlier: number,
  /** The messages, in the order in which they left. */
  messages: Array<MessageView>, };

/** The metadata of a torrent that the peer does not know yet. */
export type MetadataView = {
  /** Parts that have come. */
  here: number,
  /** Parts in all; zero as long as no neighbour has told. */
  parts: number, };

/** A mix of access links that was published. */
export type MixTable = "gnutella";

/** Neighbours: how many connections, and when to look for more. */
export type NeighbourConfig = {
  /** Peers asked for in an announce. */
  numwant: number,
  /** Peers asked for when the tracker is asked for more. */
  refill_numwant: number,
  /** Fewer neighbours than this, and the tracker is asked again. */
  refill_below: number,
  /** With this many connections a peer opens no more by itself. */
  initiate_max: number,
  /** Connections at most. */
  connections_max: number,
  /** Seconds between two announces, whatever the tracker asks for; 0 keeps to the tracker's interval. */
  announce_every_s: number,
  /** Seconds between two announces at least, whatever the tracker allows; 0 keeps to what it allows. */
  announce_min_s: number,
  /** Neighbours that a peer begins to call in a second, as far as the tracker named them; 0 means all at once. */
  connects_per_s: number,
  /** The part of its neighbours that a peer with nearly all places taken leaves, the least useful first; 0 means none. */
  turnover: number,
  /** The part of the places that must be taken for that. */
  turnover_above: number,
  /** Seconds between two turnovers. */
  turnover_every_s: number,
  /** Seconds after which an announce that the tracker did not answer is repeated. */
  announce_retry_s: number,
  /** Seconds without sending anything after which a keep-alive is sent. */
  keep_alive_s: number,
  /** Seconds without hearing anything after which a connection is closed. */
  timeout_s: number,
  /** Seconds after which a call that nobody answers is given up. */
  connect_timeout_s: number,
  /** Bad pieces sent alone after which a neighbour is banned. */
  bad_pieces_max: number,
  /** A neighbour is banned only with more bad pieces than one in so many good ones that it took part in; 0 means in any case. */
  good_per_bad: number,
  /** Peers that a client remembers and is not connected to, at most; the oldest are forgotten first. 0 means that it remembers
   * none. */
  remembers: number,
  /** Seconds after a failed call, or after a connection that ended, before the same peer is called again. */
  redial_after_s: number,
  /** How many times as long each further failure makes that wait. */
  redial_factor: number,
  /** Failures after which a peer is not called again; 0 means that no peer is called again by itself. */
  redial_max: number,
  /** `seeds_part` = `later`: seconds for which two seeds stay connected. */
  seeds_part_after_s: number,
  /** What happens to a connection that comes when there are `connections_max`. */
  when_full: WhenFull,
  /** What two neighbours do that are both complete. */
  seeds_part: SeedsPart,
  /** A complete client calls nobody of whom it has learnt that it is complete. */
  spares_seeds: boolean,
  /** Who is blamed for a piece that failed its hash. */
  bad_pieces: BadPieces, };

/** A neighbour, by what it said. */
export type NeighbourView = { peer: number, am_choking: boolean, am_interested: boolean, peer_choking: boolean, peer_interested: boolean, optimistic: boolean, snubbed: boolean,
  /** Pieces it announced. */
  have: number,
  /** Requests that are not answered. */
  outstanding: number,
  /** The first 16 of them, in the order in which they will be served. */
  asked: Array<AskedView>,
  /** Bytes per second from it. */
  down_rate: number,
  /** Bytes per second to it. */
  up_rate: number, };

/** The network between the homes. */
export type NetworkConfig = {
  /** Seconds of extra latency at most, drawn afresh for each message and block; a connection keeps its order. */
  jitter_s: number,
  /** Seconds of extra latency, one way, between peers of two regions. */
  cross_region_latency_s: number,
  /** Bytes of one connection that may be on their way at a time; 0 means no limit. A round trip bounds its rate by this. */
  connection_window: number,
  /** The part of the datagrams that is lost: of announces to the tracker and its answers. */
  datagram_loss: number,
  /** The part of TCP's segments that is lost: a connection carries at most 1.22 segments over its root in a round trip. */
  segment_loss: number,
  /** TCP's acknowledgements take the receiver's uplink: 40 bytes for every second segment. */
  acknowledgements: boolean,
  /** After an unchoke a connection begins with one block on its way, and one more for each that came through (TCP slow start). */
  slow_start: boolean,
  /** Messages take no capacity: only blocks do, and their payload alone counts. Published flow models leave messages out. */
  weightless_messages: boolean,
  /** Links that several homes share on their way to the core, such as a rack's or a provider's. */
  shared_links: Array<SharedLinkConfig>, };

/** How to read a value, or why there is none. */
export type Note = "no_run_is_faster" | "as_if_all_at_start" | "seeders_only" | "every_byte_once" | { "schedule": {
    /** How many.  */
    rounds: number,
    /** How long each is, in seconds.  */
    round_s: number, } } | "every_uplink_used" | { "any_rate": {
    /** Arrivals in this scenario.  */
    arrivals_per_s: number, } } | { "stable": {
    /** Arrivals in this scenario.  */
    arrivals_per_s: number, } } | { "one_club": {
    /** Arrivals in this scenario.  */
    arrivals_per_s: number, } } | "full_uplink" | { "gossip": {
    /** Rounds at most, in the mean.  */
    rounds_max: number,
    /** Peers that gossip.  */
    peers: number, } } | "no_leechers" | "no_leechers_or_seeders" | "some_bring_parts" | "one_seeder_only" | "all_at_start_only" | "equal_uplinks_only" | "one_group_only" | "poisson_only" | "alike_only" | "leave_after_only" | "endless_only";

/** What a notice tells. The frame has it as a number: the place in this list. */
export type NoticeKind = "joined" | "completed" | "left" | "crashed" | "snubbed" | "banned" | "hash_failed" | "tracker_down" | "tracker_up" | "endgame" | "piece_lost" | "nobody_serves" | "metadata_complete" | "introduced";

/** Which pieces a seed offers. */
export type Offer = "all" | "super_seed" | "least_served";

/** The graph of connections. Its shape is that of the connections which stand now, among the peers that are here; a report that is
 * told while a swarm runs leaves it out. */
export type Overlay = {
  /** Connections that were made. */
  connections: number,
  /** Of these, between two peers that were complete then. */
  between_complete: number,
  /** Calls that nobody answered. */
  unanswered: number,
  /** Pairs of peers that a neighbour of both introduced (BEP 55). */
  introduced: number,
  /** Neighbours of a peer, mean. */
  degree_mean: number | null,
  /** The share of a peer's pairs of neighbours that are neighbours themselves, mean over the peers that have two or more (Watts,
   * Strogatz 1998). */
  clustering: number | null,
  /** The most connections on the shortest way between two peers between which there is a way. */
  diameter: number | null, };

/** A piece that ends with padding. */
export type PaddedPiece = {
  /** The piece. */
  piece: number,
  /** How many bytes at its end are padding. */
  bytes: number, };

/** What is done about the zeros that fill a torrent up to the next file (BEP 47). */
export type PaddingRule = "skip_blocks" | "skip_pieces" | "fetch";

/** What a part of the path was spent with. */
export type PartKind = "absent" | "knowledge" | "interest" | "refused" | "unused" | "in_use" | "queue" | "link" | "hash" | "busy" | "other_torrent";

/** How pieces that were begun are ranked. */
export type PartialOrder = "as_picked" | "fewest_missing" | "fewest_unrequested";

/** A piece in progress. */
export type PartialView = {
  /** The piece. */
  piece: number,
  /** Blocks that are here. */
  received: number,
  /** Blocks that are asked for. */
  requested: number,
  /** Blocks in all. */
  blocks: number,
  /** The first 64 blocks, one letter each: `h` here, `a` asked for, `m` neither. */
  marks: string, };

/** A part of the path. */
export type PathPart = {
  /** What it was spent with. */
  kind: PartKind,
  /** When it began, in nanoseconds. */
  from_ns: number,
  /** When it ended. */
  to_ns: number,
  /** The sender of the hop. */
  sender: number,
  /** The receiver of the hop. */
  receiver: number,
  /** Of a busy uplink: the neighbours that it served, the longest served first. */
  served: Array<Served>,
  /** Of a busy uplink: how many of its blocks it had sent before. */
  again: number,
  /** Of a busy uplink: for how long it sent blocks of other torrents, in nanoseconds. */
  other_torrents_ns: number, };

/** What all parts of a kind took together. */
export type PathShare = {
  /** The kind. */
  kind: PartKind,
  /** How long, in nanoseconds. */
  ns: number, };

/** The peers, in the order in which they came. Of a peer that came again, the first moments and the latest departure are told. */
export type PeerColumns = {
  /** The peer's number. */
  peer: Array<number>,
  /** Its group. */
  group: Array<number>,
  /** When it joined, in seconds. */
  joined_s: Array<number>,
  /** How many pieces it brought. */
  brought: Array<number>,
  /** When its first block arrived. */
  first_block_s: Array<number | null>,
  /** When it was complete by downloading. */
  completed_s: Array<number | null>,
  /** When it left or crashed, if it did not come again. */
  left_s: Array<number | null>,
  /** How many are not listed. */
  left_out: number, };

/** A client. In a scenario only what differs from its profile need be said. */
export type PeerConfig = {
  /** The client whose defaults these are. */
  profile: Profile,
  /** Whom to upload to. */
  choker: ChokerConfig,
  /** Which piece next. */
  picker: PickerConfig,
  /** How many requests to keep outstanding. */
  pipeline: PipelineConfig,
  /** How many neighbours, and from where. */
  neighbours: NeighbourConfig,
  /** What it offers once it has everything. */
  seeding: SeedingConfig,
  /** What it can do beyond BEP 3, and tells its neighbours. */
  extensions: ExtensionConfig, };

/** What a peer is doing. */
export type PeerState = "leeching" | "seeding" | "leaving" | "crashed" | "gone" | "idle";

/** The picker: which piece to ask for next. */
export type PickerConfig = {
  /** Pieces picked at random before the policy rules. */
  random_first_pieces: number,
  /** Pieces ahead of the first missing one among which `window` chooses the rarest. */
  window_pieces: number,
  /** A neighbour that sends a whole piece within so many seconds is asked for pieces of its own; 0 means none is. */
  whole_pieces_s: number,
  /** Such a neighbour gets as many pieces beside each other claimed at once as it sends in that time, up to so many
   * bytes; 0 means that only what its pipeline takes is asked for. */
  claim_bytes_max: number,
  /** With more begun pieces than this times the neighbours, begun ones are shared all the same; 0 means no limit. */
  partials_per_neighbour: number,
  /** With more blocks in begun pieces than this, begun ones are shared all the same; 0 means no limit. */
  partial_blocks_max: number,
  /** `steal`: a neighbour is given a piece that another began so many times its own time for a piece ago, before it begins one. */
  steal_first: number,
  /** `steal`: the same when there is nothing left to begin. */
  steal_last: number,
  /** Neighbours that a block is asked of at a time in the endgame, at most; 0 means no limit. */
  endgame_requesters: number,
  /** `mode_suppression`: the commonest pieces are left while so many more neighbours have them than the rarest. */
  mode_threshold: number,
  /** A neighbour below 48 KiB/s is not asked for pieces that faster neighbours will have brought before it could answer; at each
   * attempt so many pieces are left to them at most. 0 means none is. */
  left_to_faster: number,
  /** How pieces are ranked. */
  policy: PickerPolicy,
  /** Whether pieces that were begun come before all new ones. */
  begun: BegunOrder,
  /** How pieces that were begun are ranked. */
  partials: PartialOrder,
  /** What a neighbour is asked for that has sent nothing yet. */
  first_request: FirstRequest,
  /** What happens when every missing block has been asked for. */
  endgame: Endgame,
  /** What is done about padding (BEP 47). */
  padding: PaddingRule,
  /** A seed is asked to go on only with pieces that were begun at a seed (mainline's `seedstarted`). */
  seedstarted: boolean,
  /** A snubbed neighbour is asked for the commonest pieces, so that what it may never send is not missed (libtorrent). */
  snubbed_commonest: boolean, };

/** How pieces are ranked. */
export type PickerPolicy = "rarest_first" | "random" | "random_order" | "sequential" | "first_last" | "window" | "mode_suppression";

/** The pieces that were verified, in order of time. */
export type PieceColumns = {
  /** When, in seconds. */
  at_s: ArrayLike<number>,
  /** By which peer. */
  peer: ArrayLike<number>,
  /** Which piece. */
  piece: ArrayLike<number>,
  /** Who sent the last block of it that was missing; the peer itself where nobody did. */
  from: ArrayLike<number>,
  /** How many are not listed. */
  left_out: number, };

/** How a piece was chosen. */
export type PieceRule = "random_first" | "rarest_first" | "commonest" | "random" | "random_order" | "sequential" | "first_last" | "window" | "beyond_window" | "not_commonest" | "beside" | "highest" | "not_for_faster";

/** Request pipelining: how many blocks are asked for ahead. */
export type PipelineConfig = {
  /** Requests outstanding at a neighbour of unknown speed. */
  depth_min: number,
  /** Requests outstanding at most. */
  depth_max: number,
  /** Seconds of a neighbour's rate that are kept outstanding. */
  ahead_s: number,
  /** Beyond so many requests the depth grows more slowly: 0.075 times as fast, and never below this. */
  damped_above: number,
  /** Seconds of our rate to a neighbour that lie ready to be sent to it, a block at least: a cancel comes too late for
   * them. 0 means that only what is on the uplink does. */
  send_buffer_s: number,
  /** Bytes of such a buffer at least, where there is one. */
  send_buffer_min: number,
  /** Bytes of such a buffer at most; 0 means no limit. */
  send_buffer_max: number,
  /** Seconds after which a request without an answer has lasted too long, by `timeout`; for `adaptive` the longest such time. */
  request_timeout_s: number,
  /** Seconds for which news of pieces is gathered before it is told. */
  have_batch_s: number,
  /** How the smallest depth and the rate make one. */
  rule: DepthRule,
  /** Which rate of a neighbour counts, for the depth and for whole pieces. */
  rate: PipelineRate,
  /** After an unchoke the depth begins at `depth_min` and grows by one with each block (libtorrent). */
  slow_start: boolean,
  /** What happens when a neighbour does not answer requests. */
  timeout: RequestTimeout,
  /** Whose block leaves next when several neighbours have asked. */
  serves: ServeOrder,
  /** A block that was asked for is sent though the neighbour has cancelled it (rqbit). */
  ignores_cancels: boolean, };

/** Which rate of a neighbour counts, for the depth and for whole pieces. */
export type PipelineRate = "window" | "smoothed";

/** The kind of mistake that a [`ConfigError`] reports. */
export type Problem = "out_of_range" | "unexpected" | "unknown_key" | "not_json";

/** A client whose defaults a scenario can start from. */
export type Profile = "reference" | "mainline" | "libtorrent" | "transmission" | "transmission_3_00" | "webtorrent" | "rqbit" | "seed_chapter";

/** What a preset promises: how fast it is best watched, where its point is seen, and what holds there on seed 1. */
export type Promised = {
  /** How many times as fast as it happens it is played. */
  speed: number,
  /** Where its point is seen. */
  stop: Stop,
  /** What holds there. */
  claims: Array<Statement>, };

/** A question about a run, as JSON. */
export type Question = { "decisions": {
    /** Whose; everybody's where none is named. */
    peer?: number | null,
    /** Only those about this other peer. */
    other?: number | null,
    /** Of this kind; of all kinds but blocks where none is named. */
    kind?: DecisionKind | null,
    /** From this moment on, in seconds. */
    from_s?: number | null,
    /** Up to this moment. */
    to_s?: number | null,
    /** So many at most; 1,000 where no number is given. */
    most?: number | null, } } | { "path": {
    /** The peer. */
    peer: number,
    /** The piece. */
    piece?: number | null, } } | { "tree": {
    /** The piece. */
    piece: number, } } | { "history": {
    /** Up to this moment, in seconds, or to the run's end. */
    to_s?: number | null,
    /** Of so many events at most; 50,000,000 where no number is given. */
    events_max?: number | null, } } | { "block": {
    /** The sender. */
    from: number,
    /** The receiver. */
    to: number,
    /** The piece. */
    piece: number,
    /** The block's number in the piece. */
    block: number,
    /** A moment at which the block was asked for, or after it, in seconds. */
    at_s: number, } } | { "messages": {
    /** The peer. */
    peer: number,
    /** Up to this moment, in seconds. */
    to_s: number,
    /** So many at most; 40 where no number is given. */
    most?: number | null, } };

/** What neighbours are ranked by. */
export type RankedBy = "rate" | "owed" | "last_round" | "this_turn" | "waited" | "return" | "from_half" | "served" | "nothing";

/** How a neighbour's rate is measured. */
export type RateEstimator = "window" | "capped_cumulative" | "last_round" | "ewma";

/** A decision as ids and numbers. The sentence of its rule takes its numbers from the peer's settings. */
export type Reason = { "choke": {
    /** The rule. */
    rule: ChokeRuleId,
    /** What made the peer decide. */
    source: ChokeSource,
    /** How equal figures were told apart. */
    ties: Ties,
    /** All neighbours in question, best first. */
    rows: Array<Considered>, } } | { "piece": {
    /** The rule. */
    rule: PieceRule,
    /** The neighbour that will be asked. */
    from: number,
    /** The piece. */
    piece: number,
    /** How many neighbours announced it. */
    availability: number,
    /** How many announced the rarest of the pieces that could have been begun. */
    least: number,
    /** How many announced the commonest of them. */
    most: number,
    /** How many pieces could have been begun. */
    candidates: number,
    /** How many of them were as good. */
    tied: number, } } | { "block": {
    /** Which step of the choice led to it. */
    step: BlockStep,
    /** The neighbour that is asked. */
    from: number,
    /** The piece. */
    piece: number,
    /** The block's number in it. */
    block: number,
    /** How many neighbours announced the piece. */
    availability: number, } } | { "snub": {
    /** The neighbour. */
    peer: number,
    /** Seconds without a block. */
    silent_s: number, } } | { "ban": {
    /** The neighbour. */
    peer: number,
    /** The piece it sent alone that failed its hash. */
    piece: number, } };

/** What happens when a neighbour does not answer requests. */
export type RequestTimeout = "snub" | "each_request" | "adaptive" | "close";

/** A figure of a run, with what it is. */
export type Reveal = {
  /** What it is. */
  label: { [key in string]: string },
  /** The figure. */
  figure: FigureOf, };

/** What a peer is to the others: its shape and colour on the page. */
export type Role = "leecher" | "seeder" | "free_rider" | "polluter" | "crashed";

/** One result. */
export type Row = {
  /** Which. */
  id: RowId,
  /** Its value; none when the result does not apply to this scenario, or sets no bound. */
  value: number | null,
  /** The unit of the value. */
  unit: Unit,
  /** The result applies to this scenario. */
  applies: boolean,
  /** How to read the value, or why there is none. */
  note: Note, };

/** The results. */
export type RowId = "all_complete" | "client_server" | "first_complete" | "piece_schedule" | "steady_leechers" | "steady_seeders" | "steady_download" | "arrivals_max" | "copies_double" | "piece_to_all" | "gossip_rounds";

/** A run. */
export type Run = {
  /** What is simulated. */
  scenario: Scenario,
  /** With which seed; as decimal digits, since JavaScript's numbers are exact only to 2^53. */
  seed: string,
  /** What a person did. */
  commands: Array<LoggedCommand>, };

/** A swarm, described: what is shared, who comes when with what link, and how they behave. */
export type Scenario = {
  /** Version of this format. */
  version: number,
  /** A short name. */
  name: string,
  /** What there is to see, in a sentence or two. */
  story: string,
  /** What is shared. */
  torrent: TorrentConfig,
  /** What else is shared, each in a swarm of its own. Clients may be in several: see `torrents` of a group. */
  more_torrents: Array<TorrentConfig>,
  /** The tracker. */
  tracker: TrackerConfig,
  /** What lies between two homes. */
  network: NetworkConfig,
  /** The client of all peers whose group names no other. */
  peer: PeerConfig,
  /** Who comes. */
  groups: Array<Group>,
  /** What happens by itself at a given time. */
  commands: Array<TimedCommand>,
  /** The run ends at this moment at the latest, in seconds. */
  end_s: Secs,
  /** Measures of a swarm that goes on (mean numbers, times) count from this moment, in seconds. */
  measure_from_s: Secs, };

/** Seconds as people write them in a scenario; the engine takes [`Secs::nanos`]. */
export type Secs = number;

/** Whom a seed serves: it has nobody to repay. */
export type SeedPolicy = "fastest_upload" | "round_robin" | "round_robin_quota" | "mainline4" | "anti_leech" | "random" | "encounters";

/** Seeding: which pieces a seed offers to whom. */
export type SeedingConfig = {
  /** Pieces offered to a neighbour at a time. */
  offered: number,
  /** Seconds for which a new neighbour waits for its first offer. */
  offer_delay_s: number,
  /** Which pieces it offers. */
  offer: Offer,
  /** `super_seed`: when a neighbour is shown its next piece. */
  super_seeding: SuperSeeding, };

/** What two neighbours do that are both complete. */
export type SeedsPart = "at_once" | "later" | "never";

/** Which peers the tracker names. */
export type Selection = "random" | "biased";

/** Whose block leaves next when several neighbours have asked. */
export type ServeOrder = "in_turn" | "first_come" | "bursts";

/** A neighbour that a busy uplink served. */
export type Served = {
  /** The neighbour. */
  peer: number,
  /** How many blocks. */
  blocks: number,
  /** For how long, in nanoseconds. */
  ns: number, };

/** A link that the peers of some groups share. */
export type SharedLinkConfig = {
  /** What it is called; groups name it in `shared_link`. */
  name: string,
  /** Capacity towards the core in bytes per second. */
  upload_rate: number,
  /** Capacity from the core in bytes per second. */
  download_rate: number, };

/** How a neighbour came by its slot. */
export type SlotKind = "none" | "ranked" | "kept" | "spare" | "given" | "trial" | "turn" | "first_interest" | "ahead";

/** Why a peer got a slot, and whether it still has it for the same reason. */
export type SlotReasons = {
  /** Since when the sender unchokes the receiver, in seconds. */
  since_s: number,
  /** The decision of that moment. */
  opened: Told,
  /** The latest decision before the block left that left the receiver its slot; none where there was no other. */
  kept: Told | null,
  /** Of the latest of these decisions: the receiver's place among the neighbours in question, from 1. */
  rank: number,
  /** Of the latest: how many neighbours were in question. */
  ranked: number,
  /** Of the latest: how many of them have a regular slot. */
  regular: number,
  /** Of the latest: how many have an optimistic slot. */
  optimistic: number, };

/** How many slots there are. */
export type SlotRule = "fixed" | "by_uplink" | "rate_based";

/** A span of time, fixed or drawn for each peer. */
export type Span = { "fixed": {
    /** Seconds. */
    s: Secs, } } | { "exponential": {
    /** Mean, in seconds. */
    mean_s: Secs, } } | { "weibull": {
    /** Shape. */
    shape: number,
    /** Scale, in seconds. */
    scale_s: Secs, } };

/** A swarm that stands still. */
export type Stall = {
  /** Since when, in seconds: the first missing piece was lost then, or the last byte moved. */
  since_s: number,
  /** Pieces of which there is no copy, and will be none. */
  missing: Array<number>,
  /** Why. */
  reason: StallReason,
  /** Incomplete peers. */
  waiting: number, };

/** Why a swarm stands still. */
export type StallReason = "lost_pieces" | "nobody_serves";

/** What comes before a neighbour's figure in the ranking; the best is first. */
export type Standing = "fresh" | "held" | "in_turn" | "ranked" | "waits" | "turn_over" | "may_not_earn" | "kept_out" | "uninterested" | "alone";

/** What must hold at a step's stop. */
export type Statement = { "between": {
    /** The figure. */
    figure: FigureOf,
    /** At least. */
    min: number,
    /** At most. */
    max: number, } } | { "less": {
    /** The smaller figure. */
    a: FigureOf,
    /** The larger one. */
    b: FigureOf,
    /** How many times; once where nothing is said. */
    times?: number | null, } } | { "before": {
    /** The earlier one. */
    a: MarkWanted,
    /** The later one. */
    b: MarkWanted, } } | { "never": MarkWanted } | { "cause": {
    /** What about. */
    kind: DecisionKind,
    /** Whose decision. */
    peer?: number | null,
    /** About whom. */
    other?: number | null,
    /** The rule's id. */
    rule?: string | null,
    /** What became of the other, of a decision about slots. */
    verdict?: string | null,
    /** How many such decisions there are at least; one where nothing is said. */
    least?: number | null, } };

/** A step: the run is played to a moment, and stops there with a sentence. */
export type Step = {
  /** Its name in the chapter. */
  id: string,
  /** The run; that of the step before where none is named. */
  run?: string | null,
  /** The headline. */
  head: { [key in string]: string },
  /** What is to be seen, in 25 words at most. */
  say: { [key in string]: string },
  /** Where the run stops by itself. */
  stop: Stop,
  /** Where it is played from, in seconds; from the step before where nothing is said. */
  from_s?: number | null,
  /** How many times as fast as it happens it is played. */
  speed: number,
  /** Which view shows it; the swarm where none is named. */
  view?: string | null,
  /** Who is looked at. */
  select?: number | null,
  /** How that one ranks its neighbours stands below the words. */
  podium?: boolean | null,
  /** What the reader guesses before the next step answers. */
  question?: Guess | null,
  /** The step before it whose question this one answers. */
  answers?: string | null,
  /** Figures of the run, told at the stop. */
  reveal?: Array<Reveal> | null,
  /** What must hold at the stop. */
  claims?: Array<Statement> | null, };

/** The sums, step by step from the start of the run. */
export type Steps = {
  /** How long a step is, in seconds. */
  step_s: number,
  /** Copies of the rarest piece among the peers that give what they have, at the end of each step. */
  rarest: Array<number>,
  /** The bytes by groups, where there were any. */
  flows: Array<GroupFlow>, };

/** A moment of a run. */
export type Stop = { "at_s": number } | { "mark": MarkWanted };

/** A run of a chapter. */
export type StoryRun = {
  /** Its name in the chapter. */
  id: string,
  /** The seed. */
  seed: number,
  /** Parts of the scenario that are other here, by their places: `{"peer.picker.policy": "random"}`. */
  set?: Record<string, unknown> | null,
  /** How far the run is looked at, in seconds; to its end where nothing is said. */
  until_s?: number | null, };

/** When a super-seed shows a neighbour its next piece. */
export type SuperSeeding = "passed_on" | "received";

/** Who is first of two neighbours that are ranked alike. */
export type Ties = "random" | "unchoked" | "faster_unchoked" | "by_turns";

/** A command with its moment. */
export type TimedCommand = {
  /** When, in seconds. */
  at_s: Secs,
  /** What. */
  command: Command, };

/** A decision, whose it was and when. */
export type Told = {
  /** The peer that decided. */
  peer: number,
  /** When, in seconds. */
  t_s: number,
  /** What was decided, and from what. */
  reason: Reason, };

/** The torrent of a scenario: its geometry, and the name and info-hash of a real one where there is one. */
export type TorrentConfig = {
  /** Number of pieces. */
  pieces: number,
  /** Length of every piece but the last, in bytes. */
  piece_length: number,
  /** Length of the last piece, in bytes; 0 means that it is as long as the others. */
  last_piece_length: number,
  /** Length of a block, the unit of requests, in bytes. */
  block_length: number,
  /** Length of the torrent's metadata, the info dictionary, in bytes; 0 means that of one file: 120, and 20 for each piece. */
  metadata_length: number,
  /** Bytes that a viewer plays in a second while the content comes, for the measure `continuity`; 0 means that nobody watches. */
  playback_rate: number,
  /** Seconds from a viewer's coming to its first picture. */
  playback_start_s: number,
  /** The name shown; text only, never a path. */
  name: string,
  /** Info-hash of a real torrent, 40 hex digits; empty for an invented one. */
  info_hash: string,
  /** Bytes of padding at the ends of pieces (BEP 47), by piece. */
  padding: Array<PaddedPiece>, };

/** One file of a torrent. */
export type TorrentFile = {
  /** Its folders and its name, with `/` between them. */
  path: string,
  /** Bytes. */
  length: number, };

/** A torrent: its name, hashes, geometry and files. */
export type TorrentInfo = {
  /** Its name, ready to be shown. */
  name: string,
  /** SHA-1 of its `info`: 40 hex digits. */
  info_hash: string,
  /** Bytes of its `info`, the metadata that peers exchange. */
  info_length: number,
  /** SHA-256 of its `info`: 64 hex digits; only of a hybrid or version 2. */
  v2_info_hash: string | null,
  /** Pieces. */
  pieces: number,
  /** Bytes of a whole piece. */
  piece_length: number,
  /** Bytes of the last piece. */
  last_piece_length: number,
  /** Bytes of the content. */
  total_length: number,
  /** Bytes of padding at the ends of pieces (BEP 47), by piece. */
  padding: Array<PaddedPiece>,
  /** Bytes of the content without blocks that are nothing but padding. */
  content_length: number,
  /** Its files, without padding. */
  files: Array<TorrentFile>,
  /** Only its own tracker may be asked for peers (BEP 27). */
  private: boolean, };

/** The torrents that a group's clients are in. A client in several torrents is a peer in the swarm of each; its upload slots, its link
 * and its list of candidates are shared by all of them. */
export type Torrents = "first" | "none" | { "in": Array<Membership> };

/** One peer of a trace. */
export type TraceRow = {
  /** When it comes, in seconds. */
  at_s: Secs,
  /** How long it stays at most, in seconds; as its group when not given. */
  session_s: Secs | null,
  /** Its uplink in bytes per second; its group's when not given. */
  upload_rate: number | null,
  /** Its downlink in bytes per second; its group's when not given. */
  download_rate: number | null, };

/** The tracker: how often peers may ask, and how many others it names. */
export type TrackerConfig = {
  /** Seconds between two regular announces of a peer. */
  interval_s: number,
  /** Seconds a peer waits at least between two announces when it looks for more neighbours. */
  min_interval_s: number,
  /** Other peers named in one reply, at most. */
  numwant_max: number,
  /** Seconds of silence after which the tracker forgets a peer. */
  expiry_s: number,
  /** Seconds from a peer to the tracker, one way. */
  latency_s: number,
  /** Peers of other regions in one reply, at most, when the selection is `biased`. */
  external_max: number,
  /** Which peers the tracker names. */
  selection: Selection, };

/** A peer in the tree. */
export type TreePeer = {
  /** The peer. */
  peer: number,
  /** Who it has the piece from; none when it brought it. */
  from: number | null,
  /** When it had it, in nanoseconds. */
  at_ns: number,
  /** Steps from the peer that brought it. */
  depth: number, };

/** What a value counts. */
export type Unit = "seconds" | "peers" | "peers_per_s" | "rounds";

/** What a choke decision means for one neighbour. */
export type Verdict = "regular" | "optimistic" | "choked";

/** How a run was seen when it was shared. It changes nothing about the run. */
export type View = {
  /** Simulated seconds for one of ours. */
  speed?: number, };

/** What happens to a connection that comes when all places are taken. */
export type WhenFull = "drop_random" | "refuse";
