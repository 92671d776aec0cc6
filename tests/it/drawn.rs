//! Scenarios drawn from a number: small swarms of every kind, for tests that must hold in all of them.

use swarmscope_core::base::rng::Rng;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::{Command, TimedCommand};
use swarmscope_core::scenario::config::{
    Arrival, Behaviour, ChokerConfig, Departure, Endgame, Group, InitialHave, Leave, NeighbourConfig, NetworkConfig,
    PeerConfig, PickerConfig, PickerPolicy, PipelineConfig, Secs, SeedPolicy, TorrentConfig, TrackerConfig, WhenFull,
};

/// What is drawn from.
pub struct Draw(pub Rng);

impl Draw {
    pub fn number(&mut self, from: u32, to: u32) -> u32 {
        from + self.0.below(to - from + 1)
    }

    pub fn secs(&mut self, from: u32, to: u32) -> Secs {
        Secs(f64::from(self.number(from * 10, to * 10)) / 10.0)
    }

    pub fn one_in(&mut self, n: u32) -> bool {
        self.0.below(n) == 0
    }

    pub fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.0.below(choices.len() as u32) as usize].clone()
    }

    pub fn group(&mut self, name: &str, have: InitialHave, count: u32) -> Group {
        let arrivals = [
            Arrival::AtOnce { at_s: Secs(0.0) },
            Arrival::AtOnce { at_s: self.secs(0, 30) },
            Arrival::Uniform { from_s: Secs(0.0), over_s: self.secs(0, 60) },
            Arrival::Poisson { from_s: Secs(1.0), mean_gap_s: self.secs(1, 10) },
            Arrival::Listed { at_s: (0..count).map(|i| Secs(f64::from(i) * 3.5)).collect() },
        ];
        Group {
            name: name.into(),
            count,
            upload_rate: u64::from(self.number(8, 400)) * 1000,
            download_rate: u64::from(self.number(20, 2000)) * 1000,
            latency_s: Secs(f64::from(self.number(0, 80)) / 1000.0),
            have,
            arrival: self.of(&arrivals),
            leave: Leave::Never,
            departure: self.of(&[Departure::FinishInFlight, Departure::FinishInFlight, Departure::Instant]),
            behaviour: Behaviour::Honest,
            ..Group::default()
        }
    }
}

/// The scenario of that number. Seeders stay, so that everybody can be complete; leechers come and go in every way.
pub fn scenario(number: u64) -> Scenario {
    let mut draw = Draw(Rng::stream(number, 0xd4a3));
    let piece_length = draw.of(&[16_384, 32_768, 65_536, 262_144, 20_000, 100_001]);
    let torrent = TorrentConfig {
        name: format!("drawn-{number}"),
        pieces: draw.number(1, 70),
        piece_length,
        last_piece_length: draw.number(0, piece_length),
        ..TorrentConfig::default()
    };
    let connections_max = draw.number(4, 40);
    let upload_slots = draw.number(1, 6);
    let peer = PeerConfig {
        choker: ChokerConfig {
            upload_slots,
            optimistic_slots: draw.number(1, upload_slots),
            seed_policy: draw.of(&[SeedPolicy::FastestUpload, SeedPolicy::RoundRobin]),
            snub_after_s: draw.secs(20, 80),
            ..ChokerConfig::default()
        },
        picker: PickerConfig {
            policy: draw.of(&[
                PickerPolicy::RarestFirst,
                PickerPolicy::RarestFirst,
                PickerPolicy::Random,
                PickerPolicy::Sequential,
            ]),
            random_first_pieces: draw.number(0, 5),
            endgame: draw.of(&[Endgame::All, Endgame::All, Endgame::Off]),
            ..PickerConfig::default()
        },
        pipeline: PipelineConfig { depth_min: draw.number(1, 10), ..PipelineConfig::default() },
        neighbours: NeighbourConfig {
            connections_max,
            initiate_max: draw.number(3, 20),
            // A hard cap below the swarm's size can lock a clique in for ever: true, and no end for a test.
            when_full: if connections_max < 25 { WhenFull::DropRandom } else { WhenFull::Refuse },
            ..NeighbourConfig::default()
        },
        ..PeerConfig::default()
    };
    let n_seeders = draw.number(1, 3);
    let n_leechers = draw.number(1, 12);
    let mut seeders = draw.group("seeder", InitialHave::All, n_seeders);
    seeders.arrival = Arrival::AtOnce { at_s: Secs(0.0) };
    let mut leechers = draw.group("leecher", InitialHave::None, n_leechers);
    let linger = draw.secs(0, 60);
    leechers.leave = draw.of(&[Leave::Never, Leave::OnCompletion, Leave::Linger { for_s: linger }]);
    let mut groups = vec![seeders, leechers];
    if draw.one_in(2) {
        let count = draw.number(1, 5);
        let mut others = draw.group("other", InitialHave::Fraction(0.4), count);
        others.leave = Leave::At { at_s: draw.secs(5, 200) };
        others.departure = draw.of(&[Departure::Crash, Departure::FinishInFlight, Departure::Instant]);
        others.behaviour = draw.of(&[Behaviour::Honest, Behaviour::FreeRider, Behaviour::Polluter]);
        groups.push(others);
    }
    let commands = if draw.one_in(2) { commands(&mut draw) } else { Vec::new() };
    let tracker = TrackerConfig { min_interval_s: draw.secs(10, 100), ..TrackerConfig::default() };
    let (name, end_s) = (format!("drawn {number}"), Secs(20_000.0));
    // Messages weigh in every other scenario.
    let network = NetworkConfig { weightless_messages: number % 2 == 1, ..NetworkConfig::default() };
    Scenario { name, torrent, tracker, network, peer, groups, commands, end_s, ..Scenario::default() }
}

fn commands(draw: &mut Draw) -> Vec<TimedCommand> {
    let n = draw.number(1, 6);
    let mut commands: Vec<TimedCommand> = (0..n)
        .map(|_| {
            let peer = draw.number(0, 12);
            let count = draw.number(1, 4);
            let rate = u64::from(draw.number(10, 500)) * 1000;
            let choices = [
                Command::AddPeers { group: draw.group("late", InitialHave::None, count) },
                Command::RemovePeers { peers: vec![peer.max(3)], crash: draw.one_in(2) },
                Command::MakeSeeder { peer },
                Command::LimitLink { peer, upload_rate: Some(rate), download_rate: Some(rate * 2) },
                Command::Tracker { up: false },
            ];
            TimedCommand { at_s: draw.secs(0, 120), command: draw.of(&choices) }
        })
        .collect();
    // A tracker that stays away would leave latecomers alone for ever.
    commands.push(TimedCommand { at_s: Secs(200.0), command: Command::Tracker { up: true } });
    commands
}
