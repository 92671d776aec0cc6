// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

import type { ActKind, AskedStands, BadPieces, BegunOrder, Behaviour, BetweenRounds, BlockEnd, BlockStep, ChokeRuleId, ChokerPolicy, ChokeSource, DecisionKind, Departure, DepthRule, Detail, Endgame, FieldName, FirstRequest, HeedsReqq, HistoryEnd, Law, MarkKind, MessageId, MixTable, NoticeKind, Offer, PaddingRule, PartialOrder, PartKind, PeerState, PickerPolicy, PieceRule, PipelineRate, Problem, Profile, RankedBy, RateEstimator, RequestTimeout, Role, RowId, SeedPolicy, SeedsPart, Selection, ServeOrder, SlotKind, SlotRule, StallReason, Standing, SuperSeeding, Ties, Unit, Verdict, WhenFull } from './types';

// The values of each enumeration, in the core's order: in a frame's column a value is its place in the list.
export const ACT_KIND: readonly ActKind[] = ['request', 'cancel', 'reject', 'unchoke', 'optimistic_unchoke', 'choke', 'have'];
export const ASKED_STANDS: readonly AskedStands[] = ['travels', 'waits', 'refused', 'on_wire'];
export const BAD_PIECES: readonly BadPieces[] = ['sent_alone', 'everybody'];
export const BEGUN_ORDER: readonly BegunOrder[] = ['first', 'among_equals', 'as_ranked'];
export const BEHAVIOUR: readonly Behaviour[] = ['honest', 'free_rider', 'polluter'];
export const BETWEEN_ROUNDS: readonly BetweenRounds[] = ['fill', 'rechoke', 'fill_or_rank', 'wait'];
export const BLOCK_END: readonly BlockEnd[] = ['open', 'arrived', 'rejected', 'lost'];
export const BLOCK_STEP: readonly BlockStep[] = ['claimed', 'begun', 'new', 'stolen', 'taken_over', 'endgame', 'first'];
export const CHOKE_RULE_ID: readonly ChokeRuleId[] = ['tit_for_tat', 'random', 'pairwise_blocks', 'bit_tyrant', 'prop_share', 'everybody', 'encounters', 'fastest_upload', 'round_robin', 'round_robin_quota', 'mainline4', 'anti_leech', 'seed_random', 'seed_encounters'];
export const CHOKE_SOURCE: readonly ChokeSource[] = ['round', 'rerank', 'free_slot', 'first_interest', 'lost_interest', 'debt', 'closed', 'leaving'];
export const CHOKER_POLICY: readonly ChokerPolicy[] = ['tit_for_tat', 'random', 'pairwise_blocks', 'bit_tyrant', 'prop_share', 'everybody', 'encounters'];
export const DECISION_KIND: readonly DecisionKind[] = ['slot', 'piece', 'block', 'snub', 'ban'];
export const DEPARTURE: readonly Departure[] = ['finish_in_flight', 'finish_block', 'instant', 'crash'];
export const DEPTH_RULE: readonly DepthRule[] = ['sum', 'larger'];
export const DETAIL: readonly Detail[] = ['whole', 'crowd', 'tiles'];
export const ENDGAME: readonly Endgame[] = ['all', 'strict', 'steal', 'hotswap', 'off'];
export const FIELD_NAME: readonly FieldName[] = ['length', 'id', 'piece', 'begin', 'block_length', 'bits', 'block', 'name_length', 'name', 'reserved', 'info_hash', 'peer_id', 'extended_id', 'dictionary', 'metadata', 'holepunch_kind', 'address_type', 'address', 'port', 'error'];
export const FIRST_REQUEST: readonly FirstRequest[] = ['as_picked', 'highest'];
export const HEEDS_REQQ: readonly HeedsReqq[] = ['no', 'instead', 'at_most'];
export const HISTORY_END: readonly HistoryEnd[] = ['run', 'moment', 'events'];
export const LAW: readonly Law[] = ['time', 'conservation', 'uplink', 'downlink', 'serves_what_it_has', 'no_block_while_choked', 'slots', 'hash_first', 'completion', 'lower_bound', 'requests'];
export const MARK_KIND: readonly MarkKind[] = ['acted', 'joined', 'first_block', 'first_unchoked', 'first_optimistic', 'slot_lost', 'endgame', 'completed', 'left', 'crashed', 'piece_lost', 'hash_failed', 'banned', 'snubbed', 'link_changed', 'tracker_down', 'tracker_up', 'metadata_complete'];
export const MESSAGE_ID: readonly MessageId[] = ['choke', 'unchoke', 'interested', 'not_interested', 'have', 'bitfield', 'request', 'piece', 'cancel', 'have_all', 'have_none', 'reject', 'extended', 'rendezvous', 'introduction', 'no_introduction', 'metadata_request', 'metadata', 'metadata_reject', 'keep_alive', 'handshake'];
export const MIX_TABLE: readonly MixTable[] = ['gnutella'];
export const NOTICE_KIND: readonly NoticeKind[] = ['joined', 'completed', 'left', 'crashed', 'snubbed', 'banned', 'hash_failed', 'tracker_down', 'tracker_up', 'endgame', 'piece_lost', 'nobody_serves', 'metadata_complete', 'introduced'];
export const OFFER: readonly Offer[] = ['all', 'super_seed', 'least_served'];
export const PADDING_RULE: readonly PaddingRule[] = ['skip_blocks', 'skip_pieces', 'fetch'];
export const PART_KIND: readonly PartKind[] = ['absent', 'knowledge', 'interest', 'refused', 'unused', 'in_use', 'queue', 'link', 'hash', 'busy', 'other_torrent'];
export const PARTIAL_ORDER: readonly PartialOrder[] = ['as_picked', 'fewest_missing', 'fewest_unrequested'];
export const PEER_STATE: readonly PeerState[] = ['leeching', 'seeding', 'leaving', 'crashed', 'gone', 'idle'];
export const PICKER_POLICY: readonly PickerPolicy[] = ['rarest_first', 'random', 'random_order', 'sequential', 'first_last', 'window', 'mode_suppression'];
export const PIECE_RULE: readonly PieceRule[] = ['random_first', 'rarest_first', 'commonest', 'random', 'random_order', 'sequential', 'first_last', 'window', 'beyond_window', 'not_commonest', 'beside', 'highest', 'not_for_faster'];
export const PIPELINE_RATE: readonly PipelineRate[] = ['window', 'smoothed'];
export const PROBLEM: readonly Problem[] = ['out_of_range', 'unexpected', 'unknown_key', 'not_json'];
export const PROFILE: readonly Profile[] = ['reference', 'mainline', 'libtorrent', 'transmission', 'transmission_3_00', 'webtorrent', 'rqbit', 'seed_chapter'];
export const RANKED_BY: readonly RankedBy[] = ['rate', 'owed', 'last_round', 'this_turn', 'waited', 'return', 'from_half', 'served', 'nothing'];
export const RATE_ESTIMATOR: readonly RateEstimator[] = ['window', 'capped_cumulative', 'last_round', 'ewma'];
export const REQUEST_TIMEOUT: readonly RequestTimeout[] = ['snub', 'each_request', 'adaptive', 'close'];
export const ROLE: readonly Role[] = ['leecher', 'seeder', 'free_rider', 'polluter', 'crashed'];
export const ROW_ID: readonly RowId[] = ['all_complete', 'client_server', 'first_complete', 'piece_schedule', 'steady_leechers', 'steady_seeders', 'steady_download', 'arrivals_max', 'copies_double', 'piece_to_all', 'gossip_rounds'];
export const SEED_POLICY: readonly SeedPolicy[] = ['fastest_upload', 'round_robin', 'round_robin_quota', 'mainline4', 'anti_leech', 'random', 'encounters'];
export const SEEDS_PART: readonly SeedsPart[] = ['at_once', 'later', 'never'];
export const SELECTION: readonly Selection[] = ['random', 'biased'];
export const SERVE_ORDER: readonly ServeOrder[] = ['in_turn', 'first_come', 'bursts'];
export const SLOT_KIND: readonly SlotKind[] = ['none', 'ranked', 'kept', 'spare', 'given', 'trial', 'turn', 'first_interest', 'ahead'];
export const SLOT_RULE: readonly SlotRule[] = ['fixed', 'by_uplink', 'rate_based'];
export const STALL_REASON: readonly StallReason[] = ['lost_pieces', 'nobody_serves'];
export const STANDING: readonly Standing[] = ['fresh', 'held', 'in_turn', 'ranked', 'waits', 'turn_over', 'may_not_earn', 'kept_out', 'uninterested', 'alone'];
export const SUPER_SEEDING: readonly SuperSeeding[] = ['passed_on', 'received'];
export const TIES: readonly Ties[] = ['random', 'unchoked', 'faster_unchoked', 'by_turns'];
export const UNIT: readonly Unit[] = ['seconds', 'peers', 'peers_per_s', 'rounds'];
export const VERDICT: readonly Verdict[] = ['regular', 'optimistic', 'choked'];
export const WHEN_FULL: readonly WhenFull[] = ['drop_random', 'refuse'];

/** The bits of the column `peers.flags`. */
export const PEER_FLAGS = {
  /** it came as a seeder */
  origin: 1,
  /** it never uploads */
  freeRider: 2,
  /** it sends bytes that fail their hash */
  polluter: 4,
  /** it has requested every block it lacks */
  endgame: 8,
} as const;

/** The bits of the column `links.flags`. */
export const LINK_FLAGS = {
  /** a unchokes b */
  aUnchokes: 1,
  /** b unchokes a */
  bUnchokes: 2,
  /** a is interested in b */
  aInterested: 4,
  /** b is interested in a */
  bInterested: 8,
  /** b is the optimistic unchoke of a */
  aOptimistic: 16,
  /** a is the optimistic unchoke of b */
  bOptimistic: 32,
} as const;

/** Bits of the column `peers.tile` below its role. */
export const TILE_LEVEL_BITS = 5;
/** The level of a tile that is complete, and no other. */
export const TILE_LEVEL_MAX = 31;
/** The level of a tile whose peer has its first block and no piece. */
export const TILE_LEVEL_REACHED = 1;
/** Up to so many peers a frame tells everything of everybody. */
export const WHOLE_MAX = 150;
/** Up to so many it tells all of them, and which connections carry something; beyond it a peer is a tile. */
export const CROWD_MAX = 400;
/** The version of the envelope of links and run files. */
export const FORMAT = 2;
/** The version of the engine. */
export const ENGINE = '0.1.0+6cb370a9';
