//! What watches a run and changes nothing: trace hash, laws, figures, series, measures, and why peers decided as they did.
//!
//! [`Observers`] is the one door: the engine hands what happens to it and it hands each event to the observers that are on
//! ([`SimOptions`]) and want that kind ([`Observer::KINDS`]). There is no buffer and no virtual call: the list is a struct, and
//! where the engine names an event the compiler leaves only the code of those that want it.
//!
//! Invariant: what observers keep grows neither with simulated time nor with the number of peers that ever came. Columns are by row
//! ([`rows`]); lists have a bound that their files state.

pub mod acts;
pub mod asked;
pub mod block_reasons;
pub mod critical_path;
pub mod explain;
pub mod family_tree;
pub mod history;
pub mod laws;
pub mod log;
pub mod measures;
pub mod messages;
pub mod notices;
pub mod observer;
pub mod options;
pub mod origins;
pub mod rows;
pub mod series;
pub mod stall;
pub mod stats;
pub mod trace;
pub mod watcher;

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::Decision;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::{Arrival, Arriving, Broadcast, Sink, Told};
use crate::scenario::ValidScenario;
use crate::theory::bounds::lower_bound_s;
use acts::Acts;
use asked::Asked;
use critical_path::Watch;
use explain::Records;
use laws::Laws;
use log::Log;
use measures::Tally;
use notices::Notices;
use observer::{Before, Observer, hand, hand_broadcast};
use options::SimOptions;
use origins::Origins;
use rows::Rows;
use series::Series;
use stall::Detector;
use stats::Stats;
use trace::TraceHash;
use watcher::Watcher;

/// The observers of a run, in the order in which they are handed an event. Those that are off stay empty.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each observer's type says what it is")]
pub struct Observers {
    options: SimOptions,
    pub rows: Rows,
    pub trace: TraceHash,
    pub laws: Laws,
    pub tally: Tally,
    pub stall: Detector,
    pub series: Series,
    pub stats: Stats,
    pub notices: Notices,
    pub acts: Acts,
    pub records: Records,
    pub log: Log,
    /// What a question about the whole run is answered from; nothing where nobody asks.
    pub questions: Questions,
}

/// The observers of questions, each of which is there only while its question is answered.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each observer's type says what it is")]
pub struct Questions {
    pub asked: Option<Box<Asked>>,
    pub origins: Option<Box<Origins>>,
    pub watch: Option<Box<Watch>>,
    pub watcher: Option<Box<dyn Watcher>>,
    /// News of pieces that will arrive, until somebody takes it.
    pub news: Option<Vec<Arrival>>,
}

/// Messages make up most of a run, and no watcher wants them.
const WATCHED: EventKinds = EventKinds::ALL.without(EventKind::Sent);

impl Questions {
    /// The figures are those after the event.
    #[inline(always)]
    fn watch(&mut self, now: Nanos, event: &Event, stats: &Stats) {
        if WATCHED.has(event.kind())
            && let Some(watcher) = &mut self.watcher
        {
            tell(&mut **watcher, now, event, stats);
        }
    }

    #[inline(always)]
    fn hand_on(&mut self, now: Nanos, event: &Event, before: Before) {
        if Origins::KINDS.has(event.kind())
            && let Some(origins) = &mut self.origins
        {
            hand(true, &mut **origins, now, event, before);
        }
        if Watch::KINDS.has(event.kind())
            && let Some(watch) = &mut self.watch
        {
            hand(true, &mut **watch, now, event, before);
        }
    }
}

/// Apart, so that the engine's copies of this code hold a call and no more.
#[cold]
#[inline(never)]
fn tell(watcher: &mut dyn Watcher, now: Nanos, event: &Event, stats: &Stats) {
    if watcher.kinds().has(event.kind()) {
        watcher.event(now, event, stats);
    }
}

impl Observers {
    /// The observers of a run of this scenario, with what the options leave on.
    pub fn new(scenario: &ValidScenario, options: SimOptions) -> Observers {
        let geometry = scenario.torrent.geometry();
        Observers {
            options: options.completed(),
            rows: Rows::default(),
            trace: TraceHash::default(),
            laws: Laws::new(geometry, lower_bound_s(scenario), options.laws.unwrap_or_default()),
            tally: Tally::new(geometry.n_pieces(), scenario),
            stall: Detector::new(geometry.n_pieces()),
            series: Series::default(),
            stats: Stats::new(geometry),
            notices: Notices::default(),
            acts: Acts::default(),
            records: Records::default(),
            log: Log::default(),
            questions: Questions::default(),
        }
    }

    /// What is on.
    pub fn options(&self) -> SimOptions {
        self.options
    }

    /// Keeps the log from now on, or no longer.
    pub fn keep_log(&mut self, on: bool) {
        self.options.log = on;
        self.log = Log::default();
    }

    /// Takes the samples of the series that are due.
    pub fn sample_until(&mut self, now: Nanos) {
        if self.options.series {
            self.series.sample_until(now, &self.stats);
        }
    }

    /// Hands an event to each observer that wants it.
    #[inline(always)]
    fn hand_on(&mut self, now: Nanos, event: &Event) {
        let kind = event.kind();
        if self.options.trace {
            self.trace.fold(now, event);
        }
        let Observers { options, rows, laws, tally, stall, series, stats, notices, acts, log, questions, .. } = self;
        let before = Before::new(event, rows, stats);
        let peers = [before.who, before.whom];
        hand(options.laws.is_some(), laws, now, event, before);
        hand(options.measures, tally, now, event, before);
        hand(options.stall, stall, now, event, before);
        hand(options.series, series, now, event, before);
        hand(options.notices, notices, now, event, before);
        hand(options.notices, acts, now, event, before);
        hand(options.log, log, now, event, before);
        questions.hand_on(now, event, before);
        if Stats::KINDS.has(kind) && options.figures {
            stats.observe(now, event, peers, rows);
        }
        questions.watch(now, event, stats);
        match event {
            Event::BlockStarted { .. } => rows.begin_block(peers),
            Event::BlockReceived { .. } | Event::BlockLost { .. } => rows.end_block(peers),
            _ => {}
        }
    }

    /// Everything but the kinds of event that make up nine of ten.
    #[inline(never)]
    fn hand_on_rare(&mut self, now: Nanos, event: &Event) {
        match *event {
            Event::Joined { peer, .. } => {
                self.release_rows(Some(peer));
                self.rows.enter(peer);
            }
            Event::Left { .. } => self.release_rows(None),
            _ => {}
        }
        self.hand_on(now, event);
        if let Event::Left { peer, .. } = *event {
            self.rows.leave(peer);
        }
    }

    /// Rows of those that left are given back; what is known of their stays is kept apart.
    fn release_rows(&mut self, comes: Option<PeerIdx>) {
        let Observers { options, rows, tally, stats, .. } = self;
        rows.release(comes, |peer, row| {
            let stay = if options.figures { stats.release(peer, row) } else { None };
            if let Some(stay) = stay.filter(|_| options.measures) {
                tally.end_stay(&stay);
            }
        });
    }
}

impl Sink for Observers {
    #[inline(always)]
    fn event(&mut self, now: Nanos, event: &Event) {
        match event {
            // Where the engine names one of these, its own copy of the code is left.
            Event::Sent { .. } => self.hand_on(now, event),
            Event::Requested { .. } => self.hand_on(now, event),
            Event::BlockStarted { .. } => self.hand_on(now, event),
            Event::BlockSent { .. } => self.hand_on(now, event),
            Event::BlockReceived { .. } => self.hand_on(now, event),
            _ => self.hand_on_rare(now, event),
        }
    }

    #[inline]
    fn broadcast(&mut self, now: Nanos, broadcast: Broadcast) {
        if broadcast.recipients.is_empty() {
            return;
        }
        if self.options.trace {
            // A copy of its own stays in a register all the while.
            let mut trace = self.trace;
            broadcast.messages().for_each(|event| trace.fold(now, &event));
            self.trace = trace;
        }
        let Observers { options, rows, laws, tally, stall, series, stats, notices, log, .. } = self;
        let before = Before { rows, stats, who: None, whom: None };
        hand_broadcast(options.laws.is_some(), laws, now, broadcast, before);
        hand_broadcast(options.measures, tally, now, broadcast, before);
        hand_broadcast(options.stall, stall, now, broadcast, before);
        hand_broadcast(options.series, series, now, broadcast, before);
        hand_broadcast(options.notices, notices, now, broadcast, before);
        hand_broadcast(options.log, log, now, broadcast, before);
        if options.figures {
            stats.broadcast(broadcast);
        }
    }

    fn arrival(&mut self, now: Nanos, arrival: &Arrival) {
        if let Some(watch) = &mut self.questions.watch {
            watch.arrival(now, arrival);
        }
        if let Some(watcher) = &mut self.questions.watcher {
            watcher.arrival(now, arrival);
        }
        if let (Some(news), Arriving::Have(_)) = (&mut self.questions.news, arrival.what) {
            news.push(*arrival);
        }
    }

    fn message(&mut self, now: Nanos, told: Told) {
        if let Some(watcher) = &mut self.questions.watcher {
            watcher.message(now, told);
        }
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        if self.options.decisions {
            self.records.push(now, peer, decision);
        }
        if let Some(asked) = &mut self.questions.asked {
            asked.decision(now, peer, decision);
        }
        if let Some(watcher) = &mut self.questions.watcher {
            watcher.decision(now, peer, decision);
        }
    }
}
