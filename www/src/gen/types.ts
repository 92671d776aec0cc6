// Written by `swarmscope gen` from crate/core: `npm run bless` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

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
    mean_gap_s: Secs, } } | { "listed": {
    /** The moments, in seconds, in any order. */
    at_s: Array<Secs>, } };

/** Whether a peer keeps to the protocol. */
export type Behaviour = "honest" | "free_rider" | "polluter";

/** The choker: to whom a peer uploads. */
export type ChokerConfig = {
  /** Neighbours unchoked at a time, the optimistic ones included. */
  upload_slots: number,
  /** Of these, how many are optimistic. */
  optimistic_slots: number,
  /** Seconds between two rounds of choking. */
  rechoke_interval_s: number,
  /** Rounds for which an optimistic unchoke is kept. */
  optimistic_rounds: number,
  /** How much likelier a new connection is to be the next optimistic unchoke than any other place in the rotation. */
  new_connection_weight: number,
  /** Seconds without a block from a neighbour that unchoked us, after which it is snubbed. */
  snub_after_s: number,
  /** Whom a seed serves. */
  seed_policy: SeedPolicy, };

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
    download_rate: number | null, } } | { "seeders_leave": {
    /** The rule. */
    leave: Leave, } } | { "tracker": {
    /** Whether it answers. */
    up: boolean, } };

/** What is wrong with one value from outside: the field, the value, and what would be right. */
export type ConfigError = {
  /** The path of the field, for example `groups[1].upload_rate`. */
  field: string,
  /** The value as it was given. */
  value: string,
  /** What is allowed there. */
  allowed: string, };

/** How a peer goes. */
export type Departure = "finish_in_flight" | "instant" | "crash";

/** What happens when every missing block has been asked for. */
export type Endgame = "all" | "off";

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
  /** What the group is called. */
  name: string,
  /** What they have when they come. */
  have: InitialHave,
  /** When they come. */
  arrival: Arrival,
  /** When they go. */
  leave: Leave,
  /** How they go. */
  departure: Departure,
  /** Whether they keep to the protocol. */
  behaviour: Behaviour, };

/** What a peer has when it comes. */
export type InitialHave = "none" | "all" | { "fraction": number };

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

/** When a peer goes. */
export type Leave = "never" | "on_completion" | { "linger": {
    /** How long, in seconds. */
    for_s: Secs, } } | { "at": {
    /** The moment, in seconds. */
    at_s: Secs, } } | { "after_copies": {
    /** How many. */
    copies: number, } };

/** A command as it was given to a running simulation: with the exact place in the run, so that it can be repeated. */
export type LoggedCommand = {
  /** The simulated moment in nanoseconds, as decimal digits: JavaScript's numbers are exact only to 2^53. */
  at_ns: string,
  /** How many events had been processed before it. */
  after_events: number,
  /** What. */
  command: Command, };

/** Neighbours: how many connections, and when to look for more. */
export type NeighbourConfig = {
  /** Peers asked for in an announce. */
  numwant: number,
  /** Fewer neighbours than this, and the tracker is asked again. */
  refill_below: number,
  /** With this many connections a peer opens no more by itself. */
  initiate_max: number,
  /** Connections at most. */
  connections_max: number,
  /** Seconds after which an announce that the tracker did not answer is repeated. */
  announce_retry_s: number,
  /** Seconds without sending anything after which a keep-alive is sent. */
  keep_alive_s: number,
  /** Seconds without hearing anything after which a connection is closed. */
  timeout_s: number,
  /** What happens to a connection that comes when there are `connections_max`. */
  when_full: WhenFull, };

/** The client that every peer of a scenario runs. */
export type PeerConfig = {
  /** Whom to upload to. */
  choker: ChokerConfig,
  /** Which piece next. */
  picker: PickerConfig,
  /** How many requests to keep outstanding. */
  pipeline: PipelineConfig,
  /** How many neighbours, and from where. */
  neighbours: NeighbourConfig, };

/** The picker: which piece to ask for next. */
export type PickerConfig = {
  /** Pieces picked at random before the policy rules. */
  random_first_pieces: number,
  /** How pieces are ranked. */
  policy: PickerPolicy,
  /** What happens when every missing block has been asked for. */
  endgame: Endgame, };

/** How pieces are ranked. */
export type PickerPolicy = "rarest_first" | "random" | "sequential";

/** Request pipelining: how many blocks are asked for ahead. */
export type PipelineConfig = {
  /** Requests outstanding at a neighbour of unknown speed. */
  depth_min: number,
  /** Requests outstanding at most. */
  depth_max: number,
  /** Seconds of a neighbour's rate that are kept outstanding. */
  ahead_s: number, };

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
  /** The tracker. */
  tracker: TrackerConfig,
  /** The client that all peers run. */
  peer: PeerConfig,
  /** Who comes. */
  groups: Array<Group>,
  /** What happens by itself at a given time. */
  commands: Array<TimedCommand>,
  /** The run ends at this moment at the latest, in seconds. */
  end_s: Secs, };

/** Seconds as people write them in a scenario; the engine takes [`Secs::nanos`]. */
export type Secs = number;

/** Whom a seed serves: it has nobody to repay. */
export type SeedPolicy = "fastest_upload" | "round_robin";

/** A command with its moment. */
export type TimedCommand = {
  /** When, in seconds. */
  at_s: Secs,
  /** What. */
  command: Command, };

/** The torrent of a scenario: its geometry, and the name and info-hash of a real one where there is one. */
export type TorrentConfig = {
  /** Number of pieces. */
  pieces: number,
  /** Length of every piece but the last, in bytes. */
  piece_length: number,
  /** Length of the last piece, in bytes; 0 means that it is as long as the others. */
  last_piece_length: number,
  /** The name shown; text only, never a path. */
  name: string,
  /** Info-hash of a real torrent, 40 hex digits; empty for an invented one. */
  info_hash: string, };

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
  latency_s: number, };

/** What happens to a connection that comes when all places are taken. */
export type WhenFull = "drop_random" | "refuse";
