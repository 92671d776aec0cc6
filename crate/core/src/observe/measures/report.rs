//! The measures as figures.
//!
//! Owns each measure's definition; GLOSSARY.md has the same in words. Must never know how it is shown.
//! A measure that does not apply, or would be a division by nothing, is null.

use super::{Settled, Tally};
use crate::base::ids::PeerIdx;
use crate::base::units::{Nanos, SECOND};
use crate::observe::stats::{PeerStats, Stats};
use crate::scenario::Scenario;
use crate::scenario::config::{Behaviour, Group};
use crate::theory::bounds;
use serde::Serialize;

/// Measures of a run so far. Times in seconds; a copy is the length of the content.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Measures {
    /// Payload bytes sent over what all uplinks could have sent while their peers were there.
    pub utilisation: Option<f64>,
    /// The same of peers that came incomplete.
    pub utilisation_leechers: Option<f64>,
    /// Payload bytes received over what all downlinks could have received.
    pub utilisation_down: Option<f64>,
    /// Mean download time: from coming to completion, of peers that came incomplete and not before the measured time.
    pub mean_time_s: Option<f64>,
    /// Half of them had it by then.
    pub median_time_s: Option<f64>,
    /// 95 of 100 had it by then.
    pub p95_time_s: Option<f64>,
    /// The longest of them.
    pub max_time_s: Option<f64>,
    /// p95_time_s over mean_time_s.
    pub p95_over_mean: Option<f64>,
    /// Kumar and Ross's bound for all peers that the scenario brings, as if they were there at 0.
    pub fluid_bound_s: Option<f64>,
    /// What the same would take from the scenario's seeders alone.
    pub client_server_bound_s: Option<f64>,
    /// mean_time_s over fluid_bound_s.
    pub mean_over_bound: Option<f64>,
    /// The last completion over fluid_bound_s, when nobody misses anything and nobody is to come.
    pub last_over_bound: Option<f64>,
    /// Copies that origins had sent when the first peer was complete.
    pub seed_copies_first: Option<f64>,
    /// Copies that origins have sent.
    pub seed_copies: f64,
    /// The most that one peer which came incomplete has uploaded, in copies.
    pub served_max: Option<f64>,
    /// Mean of uploaded over downloaded bytes, over peers that came incomplete and downloaded anything.
    pub ratio_mean: Option<f64>,
    /// 95 of 100 have no more.
    pub ratio_p95: Option<f64>,
    /// The largest.
    pub ratio_max: Option<f64>,
    /// Jain's index of the bytes that each peer which came incomplete had from origins.
    pub jain_seed: Option<f64>,
    /// Time in which an incomplete peer was interested in a neighbour, over the time it was its neighbour; all pairs together.
    pub interest_share: Option<f64>,
    /// Copies of the rarest piece, mean over time.
    pub availability_min_mean: Option<f64>,
    /// Copies of a piece, mean over pieces and time.
    pub availability_mean: Option<f64>,
    /// Entropy of the copies over pieces, 1 when all are equally common; mean over time.
    pub entropy: Option<f64>,
    /// Wasted bytes over received bytes.
    pub duplicates: Option<f64>,
    /// Bytes the receiver had already or had not asked for.
    pub wasted_bytes: u64,
    /// Bytes of messages other than payload, over all bytes.
    pub overhead_share: Option<f64>,
    /// Bytes of `have` messages.
    pub have_bytes: u64,
    /// Payload bytes received from another region, over all received.
    pub cross_region_share: Option<f64>,
    /// The most peers at a time that missed the same one piece and no other; for two pieces or more.
    pub one_club_peak: Option<u32>,
    /// How many there are now.
    pub one_club_end: Option<u32>,
    /// Incomplete peers, mean over time.
    pub mean_leechers: Option<f64>,
    /// Complete peers that became it here, mean over time.
    pub mean_seeds: Option<f64>,
    /// Complete peers that came so, mean over time.
    pub mean_origins: Option<f64>,
    /// Mean download time of those that became complete in the measured time.
    pub mean_time_open_s: Option<f64>,
    /// Peers that came incomplete in the measured time, per second.
    pub arrivals_per_s: Option<f64>,
    /// mean_leechers over arrivals_per_s times the mean time as a leecher, of those that completed or went in the measured
    /// time: Little's law says 1 for a long run.
    pub littles_law: Option<f64>,
    /// Peers that went incomplete.
    pub aborted: u32,
    /// mean_time_s of free riders over that of honest peers.
    pub free_rider_over_contributor: Option<f64>,
    /// Peers that came incomplete in the measured time, by group and link.
    pub classes: Vec<ClassMeasures>,
}

/// Measures of peers that are alike.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClassMeasures {
    /// The group's name, and the link's where the group has several.
    pub class: String,
    /// Stays that began incomplete.
    pub count: u32,
    /// Of these, completed.
    pub completed: u32,
    /// Mean download time.
    pub mean_s: Option<f64>,
    /// Median download time.
    pub median_s: Option<f64>,
    /// 95th percentile of the download times.
    pub p95_s: Option<f64>,
    /// Mean of uploaded over downloaded bytes.
    pub mean_ratio: Option<f64>,
}

/// What the report is made of besides the tally.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its groups and those that commands brought.
    pub groups: &'a [Group],
    /// The figures by peer.
    pub stats: &'a Stats,
    /// Now.
    pub now: Nanos,
    /// Somebody or something is still to come.
    pub pending: bool,
}

/// The middle of sorted values, or between the two middle ones.
pub fn median(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    (n > 0).then(|| (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0)
}

/// The smallest of sorted values that is not below `percent` of 100 of them (nearest rank).
pub fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn over(a: f64, b: f64) -> Option<f64> {
    (b > 0.0).then(|| a / b)
}

/// A stay that began incomplete.
fn came_incomplete(stay: &PeerStats) -> bool {
    stay.completed != Some(stay.joined)
}

fn time_s(stay: &PeerStats) -> Option<f64> {
    stay.completed.map(|completed| completed.since(stay.joined).as_secs_f64())
}

fn ratio(stay: &PeerStats) -> Option<f64> {
    over(stay.uploaded as f64, stay.downloaded as f64)
}

impl Tally {
    /// The measures now.
    pub fn measures(&self, facts: Facts) -> Measures {
        let Facts { scenario, stats, now, pending, .. } = facts;
        let from = scenario.measure_from_s.nanos();
        let stays = || {
            let latest = stats.peers.iter().enumerate().map(|(i, stay)| (PeerIdx(i as u32), stay));
            stats.earlier.iter().map(|(peer, stay)| (*peer, stay)).chain(latest)
        };
        let leechers = || stays().filter(|(_, stay)| came_incomplete(stay));
        let measured = || leechers().filter(move |(_, stay)| stay.joined >= from).map(|(_, stay)| stay);
        let times = sorted(measured().filter_map(time_s));
        let ratios = sorted(leechers().filter_map(|(_, stay)| ratio(stay)));
        let of = |behaviour| {
            let times: Vec<f64> = measured().filter(|stay| stay.behaviour == behaviour).filter_map(time_s).collect();
            mean(&times)
        };
        let size = scenario.torrent.geometry().total_length() as f64;
        let [sent, received] = [stats.sent, stats.received].map(|bytes| bytes as f64);
        let over_and = self.levels.leechers == 0 && !pending;
        let settled = self.until(stats, now, pending);
        let Settled { areas, .. } = settled;
        let span = areas.measured() as f64;
        let over_time = |area: u128| over(area as f64, span);
        let used = |bytes: u64, capacity: u128| over(bytes as f64 * SECOND as f64, capacity as f64);
        let (mean_time_s, p95_time_s) = (mean(&times), percentile(&times, 95));
        let fluid_bound_s = bounds::kumar_ross_of(scenario);
        let last = leechers().filter_map(|(_, stay)| stay.completed).max().filter(|_| over_and);
        let club = (self.n_pieces > 1).then_some(());
        let n_pieces = f64::from(self.n_pieces);
        let arrivals_per_s = over(measured().count() as f64, span / SECOND as f64);
        let as_leechers: Vec<f64> = leechers().filter_map(|(_, stay)| ended(stay, from)).collect();
        let open: Vec<f64> =
            leechers().filter(|(_, stay)| stay.completed >= Some(from)).filter_map(|(_, stay)| time_s(stay)).collect();
        let mean_leechers = over_time(areas.leechers);
        let expected = arrivals_per_s.zip(mean(&as_leechers)).map(|(rate, time)| rate * time);
        Measures {
            utilisation: used(settled.sent, areas.up),
            utilisation_leechers: used(settled.sent_by_leechers, areas.up_leechers),
            utilisation_down: used(settled.received, areas.down),
            mean_time_s,
            median_time_s: median(&times),
            p95_time_s,
            max_time_s: times.last().copied(),
            p95_over_mean: p95_time_s.zip(mean_time_s).and_then(|(p95, mean)| over(p95, mean)),
            fluid_bound_s,
            client_server_bound_s: bounds::client_server_of(scenario),
            mean_over_bound: mean_time_s.zip(fluid_bound_s).and_then(|(mean, bound)| over(mean, bound)),
            last_over_bound: last.zip(fluid_bound_s).and_then(|(last, bound)| over(last.as_secs_f64(), bound)),
            seed_copies_first: stats.seeder_bytes_at_first_completion.map(|bytes| bytes as f64 / size),
            seed_copies: stats.from_seeders as f64 / size,
            served_max: leechers().map(|(_, stay)| stay.uploaded).max().map(|bytes| bytes as f64 / size),
            ratio_mean: mean(&ratios),
            ratio_p95: percentile(&ratios, 95),
            ratio_max: ratios.last().copied(),
            jain_seed: self.jain(),
            interest_share: over(areas.wants as f64, areas.pairs as f64),
            availability_min_mean: over_time(areas.rarest),
            availability_mean: over_time(areas.copies).map(|copies| copies / n_pieces),
            entropy: over(areas.entropy, areas.entropy_time as f64),
            duplicates: over(stats.wasted as f64, received),
            wasted_bytes: stats.wasted,
            overhead_share: over(stats.overhead as f64, stats.overhead as f64 + sent),
            have_bytes: self.have_bytes,
            cross_region_share: over(self.crossed(facts.groups) as f64, received),
            one_club_peak: club.map(|()| self.club_peak),
            one_club_end: club.and_then(|()| self.clubs.iter().copied().max()),
            mean_leechers,
            mean_seeds: over_time(areas.became_complete),
            mean_origins: over_time(areas.came_complete),
            mean_time_open_s: mean(&open),
            arrivals_per_s,
            littles_law: mean_leechers.zip(expected).and_then(|(mean, expected)| over(mean, expected)),
            // A stay that another followed did not end by giving up.
            aborted: stats.peers.iter().filter(|stay| !stay.here && stay.completed.is_none()).count() as u32,
            free_rider_over_contributor: of(Behaviour::FreeRider)
                .zip(of(Behaviour::Honest))
                .and_then(|(riders, honest)| over(riders, honest)),
            classes: self.classes(facts),
        }
    }

    /// The books up to now; when nobody is incomplete and nobody comes any more, up to the moment from which that was so.
    fn until(&self, stats: &Stats, now: Nanos, pending: bool) -> Settled {
        if let Some(settled) = self.settled.filter(|_| self.levels.leechers == 0 && !pending) {
            return settled;
        }
        let mut areas = self.areas;
        areas.pass(now, &self.levels, &self.copies);
        Settled { areas, sent: stats.sent, sent_by_leechers: self.sent_by_leechers, received: stats.received }
    }

    /// Jain, Chiu, Hawe 1984: the square of the sum over n times the sum of squares; 1 when all have the same, 1/n when one
    /// has all.
    fn jain(&self) -> Option<f64> {
        let others = self.peers.iter().zip(&self.kinds).filter(|(_, kind)| !kind.origin);
        let had = others.map(|(seen, _)| seen.from_origins as f64);
        let (n, sum, squares) = had.fold((0.0, 0.0, 0.0), |(n, sum, squares), x| (n + 1.0, sum + x, squares + x * x));
        over(sum * sum, n * squares)
    }

    fn crossed(&self, groups: &[Group]) -> u64 {
        let region = |group: crate::base::ids::GroupIdx| groups[group.at()].region;
        self.between.iter().filter(|((a, b), _)| region(*a) != region(*b)).map(|(_, bytes)| bytes).sum()
    }

    fn classes(&self, facts: Facts) -> Vec<ClassMeasures> {
        let Facts { scenario, groups, stats, .. } = facts;
        let from = scenario.measure_from_s.nanos();
        let links: Vec<_> = groups.iter().map(|group| group.links.classes()).collect();
        // By group, then by link as the group lists them; 0 for peers of no listed link.
        let mut found: std::collections::BTreeMap<(usize, usize), Vec<&PeerStats>> = Default::default();
        let latest = stats.peers.iter().enumerate().map(|(i, stay)| (PeerIdx(i as u32), stay));
        for (peer, stay) in stats.earlier.iter().map(|(peer, stay)| (*peer, stay)).chain(latest) {
            if came_incomplete(stay) && stay.joined >= from {
                let (up, down) = self.peers[peer.at()].first;
                let link = links[stay.group.at()]
                    .iter()
                    .position(|link| (link.upload_rate, link.download_rate) == (up.0, down.0));
                found.entry((stay.group.at(), link.map_or(0, |link| link + 1))).or_default().push(stay);
            }
        }
        let class = |((group, link), stays): ((usize, usize), Vec<&PeerStats>)| {
            let name = &groups[group].name;
            let class = match link.checked_sub(1) {
                Some(link) => format!("{name} / {}", links[group][link].name),
                None => name.clone(),
            };
            let times = sorted(stays.iter().filter_map(|stay| time_s(stay)));
            let ratios: Vec<f64> = stays.iter().filter_map(|stay| ratio(stay)).collect();
            ClassMeasures {
                class,
                count: stays.len() as u32,
                completed: times.len() as u32,
                mean_s: mean(&times),
                median_s: median(&times),
                p95_s: percentile(&times, 95),
                mean_ratio: mean(&ratios),
            }
        };
        found.into_iter().map(class).collect()
    }
}

/// How long a stay was a leecher's, when that ended in the measured time.
fn ended(stay: &PeerStats, from: Nanos) -> Option<f64> {
    let end = stay.completed.or(stay.left).filter(|end| *end >= from)?;
    Some(end.since(stay.joined).as_secs_f64())
}
