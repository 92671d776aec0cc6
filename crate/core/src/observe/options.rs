//! What a run keeps: each observer can be off.

use crate::observe::laws::Thoroughness;

/// Which observers a run has. All but the log are on by default, as the page needs them; a run whose figures alone are wanted is
/// faster without the rest. The options change nothing about what happens in the swarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimOptions {
    /// The trace hash.
    pub trace: bool,
    /// The laws, and how thoroughly.
    pub laws: Option<Thoroughness>,
    /// Who sent and received what, who is complete. Series, measures and the stall detector read these figures: each of the
    /// three turns them on. So does a frame's reader: without figures a frame shows an empty swarm.
    pub figures: bool,
    /// The swarm over time, as the page's charts show it.
    pub series: bool,
    /// The latest notices for a person.
    pub notices: bool,
    /// What the literature reports of swarms.
    pub measures: bool,
    /// With the measures also the shape of the graph of connections, which takes long in a large swarm.
    pub shape: bool,
    /// Whether the swarm stands still, and why.
    pub stall: bool,
    /// The latest decisions of the peers. Without them peers do not write them down.
    pub decisions: bool,
    /// Every event, until it is taken by [`Sim::take_log`](crate::sim::Sim::take_log): whoever turns it on has to take it.
    pub log: bool,
}

impl Default for SimOptions {
    fn default() -> SimOptions {
        SimOptions {
            trace: true,
            laws: Some(Thoroughness::Sampled),
            figures: true,
            series: true,
            notices: true,
            measures: true,
            shape: false,
            stall: true,
            decisions: true,
            log: false,
        }
    }
}

impl SimOptions {
    /// Nothing is kept.
    pub const NOTHING: SimOptions = SimOptions {
        trace: false,
        laws: None,
        figures: false,
        series: false,
        notices: false,
        measures: false,
        shape: false,
        stall: false,
        decisions: false,
        log: false,
    };

    /// What a [`Summary`](crate::sim::summary::Summary) tells: no series, notices or decisions, which only the page shows.
    pub const SUMMARY: SimOptions = SimOptions {
        trace: true,
        laws: Some(Thoroughness::Sampled),
        figures: true,
        measures: true,
        shape: true,
        stall: true,
        ..SimOptions::NOTHING
    };

    /// Everything, with the log, and with every request followed: for tests.
    pub const THOROUGH: SimOptions = SimOptions {
        laws: Some(Thoroughness::Full),
        series: true,
        notices: true,
        decisions: true,
        log: true,
        ..SimOptions::SUMMARY
    };

    /// With what the others need.
    pub(super) fn completed(self) -> SimOptions {
        SimOptions { figures: self.figures || self.series || self.measures || self.stall, ..self }
    }
}
