//! The event log for judges that know nothing of this simulator: one JSON object a line.
//!
//! Owns the translation of the core's events into the log's words, and nothing that decides. Must never know the engine's
//! state: it learns from events only. The words, times in integer nanoseconds:
//!
//! ```text
//! start: piece_length total block slots optimistic static   join: peer up down have kind   leave: peer crash
//! unchoke: from to optimistic   choke: from to   request cancel reject: from (who asked) to piece begin len   block: from (who sent) to ... corrupt
//! verify: peer piece ok   have: peer piece   complete: peer   close: a b   end: totals
//! on demand: heard: peer from piece (a `have` of `from` arrived at `peer`)   decision: peer reason (numbers of peers, as `swarmscope why`)
//! ```
//! The log has no words for what is sent to a peer that fell silent: from its crash on, lines to or by it are left out, and
//! what was unchoked between it and others is choked just before it goes. A `Cancelled` event is no line either: the request
//! stays open until a block or a reject comes.

mod on_demand;

use on_demand::{Line, OnDemand};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use swarmscope_core::base::ids::{BlockRef, PeerIdx, PieceIdx};
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::events::event::Event;
use swarmscope_core::policy::choker::slots_max;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{Arrival, Behaviour, Group, Leave};

/// Bytes of one peer in one stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    /// Sent that arrived.
    pub up: u64,
    /// Received.
    pub down: u64,
    /// Received in pieces that passed their hash.
    pub useful: u64,
    /// Received though already there.
    pub wasted: u64,
    /// Received in pieces that failed their hash.
    pub corrupt: u64,
}

/// Writes the log.
pub struct Log<W> {
    out: W,
    block_length: u32,
    /// A peer that came, until all that it brought is known.
    coming: Option<Coming>,
    here: BTreeSet<PeerIdx>,
    /// How often those have come that came more than once.
    stays: BTreeMap<PeerIdx, u32>,
    /// The latest peer that left: a peer that comes again does so right after it left.
    left: Option<PeerIdx>,
    unchoked: BTreeSet<(PeerIdx, PeerIdx)>,
    /// Who asked, whom, for what, and how many bytes.
    open: BTreeMap<(PeerIdx, PeerIdx, BlockRef), u32>,
    /// Lines on demand, until it is their turn: those of a moment follow its events.
    pub on_demand: OnDemand,
    /// The fastest that a command will ever make each link: the log knows one rate for a peer's whole stay.
    limits: BTreeMap<u32, (u64, u64)>,
    /// The same of whole kinds of peers.
    limits_of_all: (u64, u64),
}

struct Coming {
    at: Nanos,
    peer: PeerIdx,
    up: BytesPerSec,
    down: BytesPerSec,
    behaviour: Behaviour,
    everything: bool,
    pieces: Vec<PieceIdx>,
}

impl<W: Write> Log<W> {
    /// Begins a log with its header.
    pub fn begin(mut out: W, scenario: &ValidScenario) -> io::Result<Log<W>> {
        let geometry = scenario.torrent.geometry();
        let (slots, optimistic) = most_slots(scenario);
        writeln!(
            out,
            r#"{{"ev":"start","unit":"ns","piece_length":{},"total":{},"block":{},"slots":{},"optimistic":{},"static":{}}}"#,
            geometry.piece_length(),
            geometry.total_length(),
            geometry.block_length(),
            slots - optimistic,
            optimistic,
            is_static(scenario),
        )?;
        let mut limits = BTreeMap::new();
        let mut limits_of_all = (0, 0);
        for timed in &scenario.commands {
            let (fastest, upload_rate, download_rate): (&mut (u64, u64), _, _) = match timed.command {
                Command::LimitLink { peer, upload_rate, download_rate } => {
                    (limits.entry(peer).or_default(), upload_rate, download_rate)
                }
                Command::LimitLinks { upload_rate, download_rate, .. } => {
                    (&mut limits_of_all, upload_rate, download_rate)
                }
                _ => continue,
            };
            fastest.0 = fastest.0.max(upload_rate.unwrap_or(0));
            fastest.1 = fastest.1.max(download_rate.unwrap_or(0));
        }
        Ok(Log {
            out,
            block_length: geometry.block_length(),
            coming: None,
            here: BTreeSet::new(),
            stays: BTreeMap::new(),
            left: None,
            unchoked: BTreeSet::new(),
            open: BTreeMap::new(),
            on_demand: OnDemand::default(),
            limits,
            limits_of_all,
        })
    }

    /// Writes the lines on demand whose moment is over.
    fn write_waiting(&mut self, now: Nanos) -> io::Result<()> {
        while let Some((at, line)) = self.on_demand.next_before(now) {
            match line {
                Line::Decision(told) => {
                    let peer = self.name(PeerIdx(told.peer));
                    let reason = serde_json::to_string(&told.decision.reason).expect("ids and finite numbers are JSON");
                    writeln!(self.out, r#"{{"t":{},"ev":"decision","peer":"{peer}","reason":{reason}}}"#, at.0)?;
                }
                Line::Heard { from, to, piece } if self.both_here(from, to) => {
                    let (from, to, t) = (self.name(from), self.name(to), at.0);
                    writeln!(self.out, r#"{{"t":{t},"ev":"heard","peer":"{to}","from":"{from}","piece":{piece}}}"#)?;
                }
                Line::Heard { .. } => {}
            }
        }
        Ok(())
    }

    /// Writes what happened.
    pub fn event(&mut self, at: Nanos, event: &Event) -> io::Result<()> {
        self.write_waiting(at)?;
        match (*event, &mut self.coming) {
            (Event::Brought { peer, piece }, Some(coming)) if coming.peer == peer => {
                coming.pieces.push(piece);
                return Ok(());
            }
            (Event::BroughtAll { peer }, Some(coming)) if coming.peer == peer => {
                coming.everything = true;
                return Ok(());
            }
            _ => self.join()?,
        }
        match *event {
            Event::Joined { peer, up, down, behaviour, .. } => {
                self.coming = Some(Coming { at, peer, up, down, behaviour, everything: false, pieces: Vec::new() });
            }
            Event::Left { peer, crashed } => self.leave(at, peer, crashed)?,
            Event::Closed { a, b } => self.close(at, a, b)?,
            Event::Unchoked { from, to, optimistic } => self.unchoke(at, from, to, optimistic)?,
            Event::Choked { from, to } => self.choke(at, from, to)?,
            Event::Requested { from, to, block, bytes } if self.both_here(from, to) => {
                self.open.insert((from, to, block), bytes);
                self.request(at, "request", from, to, block, bytes)?;
            }
            Event::Rejected { from, to, block, .. } => self.reject(at, from, to, block)?,
            Event::BlockReceived { from, to, block, bytes, genuine, .. } => {
                self.open.remove(&(to, from, block));
                let (from, to) = (self.name(from), self.name(to));
                writeln!(
                    self.out,
                    r#"{{"t":{},"ev":"block","from":"{from}","to":"{to}","piece":{},"begin":{},"len":{bytes},"corrupt":{}}}"#,
                    at.0,
                    block.piece,
                    self.offset(block),
                    !genuine
                )?;
            }
            Event::Verified { peer, piece, ok } => {
                let peer = self.name(peer);
                writeln!(self.out, r#"{{"t":{},"ev":"verify","peer":"{peer}","piece":{piece},"ok":{ok}}}"#, at.0)?;
            }
            Event::HaveAnnounced { peer, piece } => {
                let peer = self.name(peer);
                writeln!(self.out, r#"{{"t":{},"ev":"have","peer":"{peer}","piece":{piece}}}"#, at.0)?;
            }
            Event::Completed { peer } => {
                let peer = self.name(peer);
                writeln!(self.out, r#"{{"t":{},"ev":"complete","peer":"{peer}"}}"#, at.0)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the log: what is still open is cancelled, and the simulator's own totals follow for the judge to compare.
    pub fn end(mut self, at: Nanos, totals: &[(String, Totals)]) -> io::Result<()> {
        self.join()?;
        self.write_waiting(Nanos(at.0.saturating_add(1)))?;
        for ((from, to, block), bytes) in std::mem::take(&mut self.open) {
            if self.both_here(from, to) {
                self.request(at, "cancel", from, to, block, bytes)?;
            }
        }
        write!(self.out, r#"{{"t":{},"ev":"end","totals":{{"#, at.0)?;
        for (i, (name, bytes)) in totals.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let Totals { up, down, useful, wasted, corrupt } = bytes;
            write!(
                self.out,
                r#"{comma}"{name}":{{"up":{up},"down":{down},"useful":{useful},"wasted":{wasted},"corrupt":{corrupt}}}"#
            )?;
        }
        writeln!(self.out, "}}}}")?;
        self.out.flush()
    }

    fn join(&mut self) -> io::Result<()> {
        let Some(coming) = self.coming.take() else {
            return Ok(());
        };
        self.here.insert(coming.peer);
        if self.left == Some(coming.peer) {
            *self.stays.entry(coming.peer).or_insert(1) += 1;
        }
        let name = self.name(coming.peer);
        let (up, down) = self.limits.get(&coming.peer.0).copied().unwrap_or_default();
        let (fastest_up, fastest_down) = (up.max(self.limits_of_all.0), down.max(self.limits_of_all.1));
        let pieces: Vec<String> = coming.pieces.iter().map(PieceIdx::to_string).collect();
        let have = if coming.everything { r#""all""#.to_owned() } else { format!("[{}]", pieces.join(",")) };
        let kind = match coming.behaviour {
            Behaviour::Honest => "honest",
            Behaviour::FreeRider => "freerider",
            Behaviour::Polluter => "polluter",
        };
        writeln!(
            self.out,
            r#"{{"t":{},"ev":"join","peer":"{}","up":{},"down":{},"have":{have},"kind":"{kind}"}}"#,
            coming.at.0,
            name,
            coming.up.0.max(fastest_up),
            coming.down.0.max(fastest_down),
        )
    }

    fn leave(&mut self, at: Nanos, peer: PeerIdx, crashed: bool) -> io::Result<()> {
        let gone: Vec<_> = self.unchoked.iter().copied().filter(|&(from, to)| from == peer || to == peer).collect();
        for (from, to) in gone {
            self.choke(at, from, to)?;
        }
        self.here.remove(&peer);
        self.left = Some(peer);
        let peer = self.name(peer);
        writeln!(self.out, r#"{{"t":{},"ev":"leave","peer":"{peer}","crash":{crashed}}}"#, at.0)
    }

    fn close(&mut self, at: Nanos, a: PeerIdx, b: PeerIdx) -> io::Result<()> {
        self.choke(at, a, b)?;
        self.choke(at, b, a)?;
        self.open.retain(|&(from, to, _), _| !((from, to) == (a, b) || (from, to) == (b, a)));
        self.on_demand.close(a, b);
        let (a, b) = (self.name(a), self.name(b));
        writeln!(self.out, r#"{{"t":{},"ev":"close","a":"{a}","b":"{b}"}}"#, at.0)
    }

    fn unchoke(&mut self, at: Nanos, from: PeerIdx, to: PeerIdx, optimistic: bool) -> io::Result<()> {
        if self.both_here(from, to) && self.unchoked.insert((from, to)) {
            let (from, to, t) = (self.name(from), self.name(to), at.0);
            writeln!(self.out, r#"{{"t":{t},"ev":"unchoke","from":"{from}","to":"{to}","optimistic":{optimistic}}}"#)?;
        }
        Ok(())
    }

    fn choke(&mut self, at: Nanos, from: PeerIdx, to: PeerIdx) -> io::Result<()> {
        if self.unchoked.remove(&(from, to)) {
            self.pair(at, "choke", from, to)?;
        }
        Ok(())
    }

    fn reject(&mut self, at: Nanos, from: PeerIdx, to: PeerIdx, block: BlockRef) -> io::Result<()> {
        match self.open.remove(&(from, to, block)) {
            Some(bytes) => self.request(at, "reject", from, to, block, bytes),
            None => Ok(()),
        }
    }

    fn name(&self, peer: PeerIdx) -> String {
        name(peer.0, self.stays.get(&peer).copied().unwrap_or(1))
    }

    /// Where a block begins in its piece.
    fn offset(&self, block: BlockRef) -> u64 {
        u64::from(block.block.0) * u64::from(self.block_length)
    }

    fn both_here(&self, a: PeerIdx, b: PeerIdx) -> bool {
        self.here.contains(&a) && self.here.contains(&b)
    }

    fn pair(&mut self, at: Nanos, word: &str, from: PeerIdx, to: PeerIdx) -> io::Result<()> {
        let (from, to) = (self.name(from), self.name(to));
        writeln!(self.out, r#"{{"t":{},"ev":"{word}","from":"{from}","to":"{to}"}}"#, at.0)
    }

    fn request(
        &mut self,
        at: Nanos,
        word: &str,
        from: PeerIdx,
        to: PeerIdx,
        block: BlockRef,
        bytes: u32,
    ) -> io::Result<()> {
        let (from, to) = (self.name(from), self.name(to));
        writeln!(
            self.out,
            r#"{{"t":{},"ev":"{word}","from":"{from}","to":"{to}","piece":{},"begin":{},"len":{bytes}}}"#,
            at.0,
            block.piece,
            self.offset(block)
        )
    }
}

/// A peer that was made a seeder comes again: its second stay has a name of its own, since judges add up by name.
pub fn name(peer: u32, stay: u32) -> String {
    if stay == 1 { format!("p{peer}") } else { format!("p{peer}.{stay}") }
}

/// The slots, and how many of them are optimistic, of the client that has most of them: the log knows one limit for all.
fn most_slots(scenario: &ValidScenario) -> (u32, u32) {
    let added = scenario.commands.iter().filter_map(|timed| match &timed.command {
        Command::AddPeers { group } => Some(group),
        _ => None,
    });
    let of = |group: &Group| {
        let client = group.client.as_deref().unwrap_or(&scenario.peer);
        let slots = slots_max(&client.choker, fastest_uplink(group), client.neighbours.connections_max);
        (slots, client.choker.optimistic_slots.min(slots))
    };
    scenario.groups.iter().chain(added).map(of).max().unwrap_or_default()
}

fn fastest_uplink(group: &Group) -> u64 {
    let own = group.rates().into_iter().map(|(_, up, _)| up);
    let rows = if let Arrival::Trace { rows } = &group.arrival { &rows[..] } else { &[] };
    own.chain(rows.iter().filter_map(|row| row.upload_rate)).max().unwrap_or(group.upload_rate)
}

/// Everybody is there from the beginning and stays, and nobody interferes: then the fluid lower bounds hold.
fn is_static(scenario: &ValidScenario) -> bool {
    let from_the_beginning = |arrival: &Arrival| matches!(arrival, Arrival::AtOnce { at_s } if at_s.0 == 0.0);
    scenario.commands.is_empty()
        && scenario.groups.iter().all(|group| from_the_beginning(&group.arrival) && group.leave == Leave::Never)
}

#[cfg(test)]
mod tests;
