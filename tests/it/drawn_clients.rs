//! Drawn scenarios in which every choice of a client, a network and a population comes up: real clients' profiles, every
//! policy, jitter, regions, windows, sessions, traces, mixes of links, other lengths of blocks.

use crate::drawn::{Draw, scenario};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{
    Arrival, BegunOrder, BetweenRounds, ChokerConfig, ChokerPolicy, DepthRule, Endgame, InitialHave, LinkClass, Links,
    MixTable, NetworkConfig, Offer, PartialOrder, PeerConfig, PickerConfig, PickerPolicy, PipelineConfig, PipelineRate,
    Profile, RateEstimator, RequestTimeout, Secs, SeedPolicy, SeedingConfig, Selection, SharedLinkConfig, SlotRule,
    Span, SuperSeeding, Ties, TraceRow, profile,
};

/// The scenario of that number with a client whose picker, pipeline and offers are drawn; 30 numbers in a row hold every policy
/// with every endgame, 60 every kind of offer.
pub fn pickers(number: u64) -> Scenario {
    let mut draw = Draw(Rng::stream(number, 0x91c4));
    let mut scenario = scenario(number);
    let at = |n: u64, of: u64| (number / n % of) as usize;
    use PickerPolicy::{FirstLast, Random, RandomOrder, RarestFirst, Sequential, Window};
    scenario.peer.picker = PickerConfig {
        policy: [RarestFirst, Random, RandomOrder, Sequential, Window, FirstLast][at(1, 6)],
        partials: draw.of(&[PartialOrder::AsPicked, PartialOrder::FewestMissing, PartialOrder::FewestUnrequested]),
        endgame: [Endgame::All, Endgame::Strict, Endgame::Off, Endgame::Steal, Endgame::Hotswap][at(6, 5)],
        seedstarted: draw.one_in(2),
        random_first_pieces: draw.number(0, 5),
        window_pieces: draw.number(1, 40),
        // No draw of their own: the numbers above decide.
        whole_pieces_s: [Secs(0.0), Secs(20.0)][at(2, 2)],
        partials_per_neighbour: [0.0, 1.5][at(3, 2)],
        claim_bytes_max: [0, 8 << 20][at(4, 2)],
        begun: [BegunOrder::First, BegunOrder::AmongEquals][at(7, 2)],
        partial_blocks_max: [0, 64][at(24, 2)],
        snubbed_commonest: at(24, 2) == 1,
        ..PickerConfig::default()
    };
    scenario.peer.seeding = SeedingConfig {
        offer: [Offer::SuperSeed, Offer::LeastServed, Offer::SuperSeed, Offer::All][at(15, 4)],
        super_seeding: [SuperSeeding::PassedOn, SuperSeeding::PassedOn, SuperSeeding::Received, SuperSeeding::PassedOn]
            [at(15, 4)],
        offered: draw.number(1, 3),
        offer_delay_s: draw.of(&[Secs(0.0), Secs(10.0)]),
    };
    scenario.peer.pipeline = PipelineConfig {
        depth_min: draw.number(1, 5),
        rule: draw.of(&[DepthRule::Sum, DepthRule::Larger]),
        timeout: {
            use RequestTimeout::{Adaptive, Close, EachRequest, Snub};
            [Snub, EachRequest, Adaptive, Close][at(9, 4)]
        },
        request_timeout_s: Secs(10.0),
        slow_start: draw.one_in(2),
        damped_above: draw.of(&[50, 2000]),
        rate: [PipelineRate::Window, PipelineRate::Smoothed][at(2, 2)],
        send_buffer_s: [Secs(0.0), Secs(0.5)][at(3, 2)],
        ..scenario.peer.pipeline
    };
    scenario.peer.neighbours.bad_pieces_max = draw.number(1, 5);
    scenario.peer.neighbours.good_per_bad = [0, 30][at(24, 2)];
    scenario.peer.neighbours.connects_per_s = [0, 2][at(24, 2)];
    scenario.peer.neighbours.turnover = [0.0, 0.2][at(24, 2)];
    scenario.peer.neighbours.turnover_every_s = Secs(30.0);
    scenario
}

const POLICIES: [ChokerPolicy; 6] = [
    ChokerPolicy::TitForTat,
    ChokerPolicy::Random,
    ChokerPolicy::PairwiseBlocks,
    ChokerPolicy::BitTyrant,
    ChokerPolicy::PropShare,
    ChokerPolicy::Everybody,
];

const SEED_POLICIES: [SeedPolicy; 6] = [
    SeedPolicy::FastestUpload,
    SeedPolicy::RoundRobin,
    SeedPolicy::RoundRobinQuota,
    SeedPolicy::Mainline4,
    SeedPolicy::AntiLeech,
    SeedPolicy::Random,
];

const RATES: [RateEstimator; 4] =
    [RateEstimator::Window, RateEstimator::CappedCumulative, RateEstimator::LastRound, RateEstimator::Ewma];

const BETWEEN_ROUNDS: [BetweenRounds; 4] =
    [BetweenRounds::Fill, BetweenRounds::Rechoke, BetweenRounds::Wait, BetweenRounds::FillOrRank];

const PROFILES: [Profile; 7] = [
    Profile::Reference,
    Profile::Mainline,
    Profile::Libtorrent,
    Profile::Transmission,
    Profile::Webtorrent,
    Profile::Rqbit,
    Profile::SeedChapter,
];

/// A link that a group may share.
fn rack() -> SharedLinkConfig {
    SharedLinkConfig { name: "rack".into(), upload_rate: 300_000, download_rate: 800_000 }
}

/// The scenario of that number, with everything drawn that a scenario can say; 36 numbers in a row hold every policy of
/// leechers with every policy of seeds, and 7 every profile. Peers may give up in it: only the laws hold, and an end.
pub fn clients(number: u64) -> Scenario {
    let mut draw = Draw(Rng::stream(number, 0xc11e));
    let mut scenario = pickers(number);
    let at = |n: u64, of: u64| (number / n % of) as usize;
    let upload_slots = draw.number(1, 6);
    scenario.peer.choker = ChokerConfig {
        policy: POLICIES[at(1, 6)],
        seed_policy: SEED_POLICIES[at(6, 6)],
        rate: draw.of(&RATES),
        between_rounds: draw.of(&BETWEEN_ROUNDS),
        slots: draw.of(&[SlotRule::Fixed, SlotRule::ByUplink, SlotRule::RateBased]),
        upload_slots,
        optimistic_slots: draw.number(0, upload_slots),
        min_uploads: draw.of(&[1000, 2]),
        hold_rounds: draw.number(0, 2),
        new_connection_weight: draw.number(1, 4),
        rate_window_s: draw.of(&[Secs(2.0), Secs(20.0)]),
        deficit_blocks: draw.number(2, 40),
        ties: draw.of(&[Ties::Random, Ties::Unchoked, Ties::FasterUnchoked, Ties::ByTurns]),
        optimistic_beside: at(36, 2) == 1,
        optimistic_share: [0.0, 0.2][at(18, 2) * usize::from(at(36, 2) == 0)],
        quota_pieces: draw.number(1, 20),
        ..scenario.peer.choker
    };
    scenario.torrent.block_length = draw.of(&[16_384, 16_384, 4096, 40_000, 1 << 20]);
    scenario.network = NetworkConfig {
        jitter_s: draw.of(&[Secs(0.0), Secs(0.03)]),
        cross_region_latency_s: draw.of(&[Secs(0.0), Secs(0.05)]),
        connection_window: draw.of(&[0, 65_536, 1000]),
        slow_start: draw.one_in(2),
        weightless_messages: draw.one_in(3),
        shared_links: draw.of(&[Vec::new(), vec![rack()]]),
        ..NetworkConfig::default()
    };
    scenario.groups[0].shared_link = scenario.network.shared_links.first().map(|link| link.name.clone());
    scenario.tracker.selection = draw.of(&[Selection::Random, Selection::Biased]);
    scenario.tracker.external_max = draw.number(1, 3);
    scenario.peer.neighbours.announce_every_s = draw.of(&[Secs(0.0), Secs(30.0)]);
    for i in 0..scenario.groups.len() {
        let leeches = scenario.groups[i].name == "leecher";
        scenario.groups[i].region = draw.number(0, 2);
        if draw.one_in(2) {
            let mut client = profile::client(PROFILES[(at(1, 7) + i) % 7]);
            client.neighbours.announce_every_s = Secs(60.0);
            scenario.groups[i].client = Some(Box::new(client));
        }
        if leeches {
            people(&mut scenario, i, &mut draw);
        }
    }
    out_of_reach(&mut scenario, &mut draw);
    magnet_links(&mut scenario, &mut draw);
    seldom(&mut scenario.peer, &mut draw);
    scenario.name = format!("clients {number}");
    scenario.end_s = Secs(2000.0);
    scenario
}

/// What few clients do.
fn seldom(client: &mut PeerConfig, draw: &mut Draw) {
    let picker = &mut client.picker;
    if draw.one_in(6) {
        picker.policy = PickerPolicy::ModeSuppression;
    }
    if draw.one_in(6) {
        picker.endgame_requesters = 2;
    }
    if draw.one_in(6) {
        (client.choker.policy, client.choker.seed_policy) = (ChokerPolicy::Encounters, SeedPolicy::Encounters);
    }
}

/// Datagrams that are lost, and homes that let no call in.
fn out_of_reach(scenario: &mut Scenario, draw: &mut Draw) {
    scenario.network.datagram_loss = draw.of(&[0.0, 0.2]);
    scenario.groups.iter_mut().skip(1).for_each(|group| group.reachable = !draw.one_in(4));
}

/// All speak the extension protocol, half of them can be introduced to homes that let no call in, and the last of those that come with
/// nothing begin with a magnet link.
fn magnet_links(scenario: &mut Scenario, draw: &mut Draw) {
    if !draw.one_in(3) {
        return;
    }
    let holepunch = draw.one_in(2);
    scenario.groups.iter_mut().for_each(|group| group.punchable = 0.6);
    let own = scenario.groups.iter_mut().filter_map(|group| group.client.as_deref_mut());
    for client in own.chain([&mut scenario.peer]) {
        (client.extensions.enabled, client.extensions.holepunch) = (true, holepunch);
    }
    if let Some(group) = scenario.groups.iter_mut().rfind(|group| group.have == InitialHave::None) {
        group.have = InitialHave::MagnetLink;
    }
}

/// Leechers that come, stay and are linked as measured ones.
fn people(scenario: &mut Scenario, group: usize, draw: &mut Draw) {
    let group = &mut scenario.groups[group];
    let row = |i: u32| TraceRow {
        at_s: Secs(f64::from(i * i)),
        session_s: (i % 3 == 1).then_some(Secs(80.0)),
        upload_rate: (i % 2 == 1).then_some(40_000),
        download_rate: (i % 4 == 1).then_some(90_000),
    };
    let class =
        |name: &str, share, rate| LinkClass { name: name.into(), share, upload_rate: rate, download_rate: 4 * rate };
    let listed = Arrival::Trace { rows: (0..group.count).map(row).collect() };
    let decaying = Arrival::Decaying { from_s: Secs(1.0), tau_s: Secs(40.0) };
    group.arrival = draw.of(&[group.arrival.clone(), decaying, listed]);
    group.links = draw.of(&[
        Links::Same,
        Links::Classes(vec![class("slow", 0.7, 20_000), class("fast", 0.3, 200_000)]),
        Links::Published(MixTable::Gnutella),
    ]);
    let weibull = Span::Weibull { shape: 0.5, scale_s: Secs(200.0) };
    group.session = draw.of(&[None, None, Some(weibull), Some(Span::Exponential { mean_s: Secs(300.0) })]);
    group.abort = draw.of(&[None, None, Some(Span::Exponential { mean_s: Secs(200.0) })]);
}
