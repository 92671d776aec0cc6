//! The measures as figures: each measure's definition; GLOSSARY.md has the same in words.
//!
//! A measure that does not apply, or would be a division by nothing, is null. While every stay is kept, figures over stays are made
//! from the list of them. Of more than are kept ([`STAYS_MAX`]), numbers, means and extremes are those of all, and medians and
//! percentiles those of the sample that is kept.
//!
//! [`STAYS_MAX`]: crate::observe::stats::STAYS_MAX

use super::classes::ClassMeasures;
use super::overlay::Overlay;
use super::rates::GroupRates;
use super::sums::{self, Quantity, Sums};
use super::{BytesFrom, Settled, Tally};
use crate::base::order;
use crate::base::units::{Nanos, SECOND};
use crate::observe::rows::Rows;
use crate::observe::stats::{Stats, Stay};
use crate::scenario::Scenario;
use crate::scenario::config::Group;
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
    /// The standard deviation of the download times over their mean.
    pub cv_time: Option<f64>,
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
    /// The index of dispersion of the copies over pieces, 0 when all are equally common; mean over time.
    pub copies_dispersion: Option<f64>,
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
    /// How fast the number of incomplete peers grows, per second: the slope of the line that fits it best in measured time.
    pub leechers_slope: Option<f64>,
    /// The index of dispersion of the number of incomplete peers over measured time: its variance over its mean.
    pub leechers_dispersion: Option<f64>,
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
    /// The part of the pieces that were there when they were played, mean over viewers; none when nobody watches (`playback_rate`).
    pub continuity: Option<f64>,
    /// The graph of connections.
    pub overlay: Overlay,
    /// Peers that went incomplete.
    pub aborted: u32,
    /// mean_time_s of free riders over that of honest peers.
    pub free_rider_over_contributor: Option<f64>,
    /// Peers that came incomplete in the measured time, by group and link.
    pub classes: Vec<ClassMeasures>,
    /// What a peer of each group sent and received in a second, from `measure_from_s` on.
    pub rates: Vec<GroupRates>,
    /// Payload bytes that each group sent to each; of twelve groups at most.
    pub bytes: Vec<BytesFrom>,
}

/// What the report is made of besides the tally.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its groups and those that commands brought.
    pub groups: &'a [Group],
    /// The figures.
    pub stats: &'a Stats,
    /// The rows that they lie in.
    pub rows: &'a Rows,
    /// Now.
    pub now: Nanos,
    /// Somebody or something is still to come.
    pub pending: bool,
    /// Whether the shape of the graph of connections is told.
    pub shape: bool,
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

/// The Gini coefficient of sorted values: half the mean difference of two of them over their mean.
///
/// Gini 1912, in the form of a sum over ranks (Dixon and others, *Bootstrapping the Gini Coefficient of Inequality*, Ecology 68, 1987)
/// without the correction for small samples.
pub fn gini(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len() as f64;
    let sum: f64 = sorted.iter().sum();
    let ranked: f64 = (1..).zip(sorted).map(|(rank, value)| (2.0 * f64::from(rank) - n - 1.0) * value).sum();
    over(ranked, n * sum)
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

pub(super) fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut keys: Vec<u64> = values.map(order::of_float).collect();
    keys.sort_unstable();
    keys.into_iter().map(order::to_float).collect()
}

pub(super) fn over(a: f64, b: f64) -> Option<f64> {
    (b > 0.0).then(|| a / b)
}

/// Stays, as a report goes through them.
pub(super) struct Population {
    /// Every stay, or a sample of those that ended.
    pub kept: Vec<Stay>,
    /// Over all stays, in the same order.
    sums: Sums,
    /// Stays that are not in the tally's sums of ended ones.
    pub added: Vec<Stay>,
    /// `kept` is every stay.
    pub whole: bool,
    /// Measured time begins here.
    pub from: Nanos,
}

impl Population {
    fn new(ended: &Sums, facts: Facts) -> Population {
        let Facts { stats, rows, scenario, .. } = facts;
        let (whole, from) = (stats.keeps_every_stay(), scenario.measure_from_s.nanos());
        let (kept, added, mut sums) = if whole {
            (stats.stays(rows), stats.stays(rows), Sums::default())
        } else {
            (stats.ended_stays().copied().collect(), stats.latest_stays(rows).collect(), ended.clone())
        };
        added.iter().for_each(|stay| sums.add(stay, from));
        Population { kept, sums, added, whole, from }
    }

    /// The values of the stays that are kept, sorted.
    fn values(&self, quantity: Quantity) -> Vec<f64> {
        sorted(self.kept.iter().filter_map(|stay| quantity(stay, self.from)))
    }

    /// The mean of sorted values, or that of the sum where the values are a sample.
    pub fn mean(&self, values: &[f64], moments: &sums::Moments) -> Option<f64> {
        if self.whole { mean(values) } else { moments.mean() }
    }
}

impl Tally {
    /// The measures now.
    pub fn measures(&self, facts: Facts) -> Measures {
        let Facts { scenario, stats, now, pending, .. } = facts;
        let population = Population::new(&self.ended, facts);
        let sums = &population.sums;
        let settled = self.until(stats, now, pending);
        let here = facts.rows.iter().filter(|(_, row)| self.is_here(*row)).map(|(_, row)| (row, &stats.of(row).have));
        let mut measures = Measures {
            utilisation: used(settled.sent, settled.areas.up),
            utilisation_leechers: used(settled.sent_by_leechers, settled.areas.up_leechers),
            utilisation_down: used(settled.received, settled.areas.down),
            interest_share: over(settled.areas.wants as f64, settled.areas.pairs as f64),
            jain_seed: sums.jain(),
            continuity: self.playback.mean(here, now),
            overlay: self.overlay(facts.shape.then_some(facts.rows)),
            aborted: sums.aborted as u32,
            mean_time_open_s: sums.open.mean(),
            free_rider_over_contributor: sums
                .rider_times
                .mean()
                .zip(sums.honest_times.mean())
                .and_then(|(riders, honest)| over(riders, honest)),
            classes: self.classes(&population, facts, settled.areas.at),
            rates: self.group_rates(facts.groups, now, pending),
            bytes: self.flows(facts.groups),
            ..self.of_bytes(facts)
        };
        self.put_times(&mut measures, &population, scenario, pending);
        self.put_means_over_time(&mut measures, sums, &settled);
        measures
    }

    /// What bytes tell.
    fn of_bytes(&self, facts: Facts) -> Measures {
        let stats = facts.stats;
        let size = facts.scenario.torrent.geometry().content_length() as f64;
        let [sent, received] = [stats.sent, stats.received].map(|bytes| bytes as f64);
        let clubs = (self.n_pieces > 1).then_some(&self.clubs);
        Measures {
            seed_copies_first: stats.seeder_bytes_at_first_completion.map(|bytes| bytes as f64 / size),
            seed_copies: stats.from_seeders as f64 / size,
            duplicates: over(stats.wasted as f64, received),
            wasted_bytes: stats.wasted,
            overhead_share: over(stats.overhead as f64, stats.overhead as f64 + sent),
            have_bytes: self.have_bytes,
            cross_region_share: over(self.crossed(facts.groups) as f64, received),
            one_club_peak: clubs.map(|clubs| clubs.peak()),
            one_club_end: clubs.and_then(|clubs| clubs.largest()),
            ..Measures::default()
        }
    }

    /// Download times, ratios, and how they stand to the bounds.
    fn put_times(&self, measures: &mut Measures, population: &Population, scenario: &Scenario, pending: bool) {
        let sums = &population.sums;
        let size = scenario.torrent.geometry().content_length() as f64;
        let times = population.values(sums::time);
        let ratios = population.values(sums::ratio);
        let (mean_time_s, p95_time_s) = (population.mean(&times, &sums.times), percentile(&times, 95));
        let fluid_bound_s = bounds::kumar_ross_of(scenario);
        let last = sums.last.filter(|_| self.levels.leechers == 0 && !pending);
        measures.mean_time_s = mean_time_s;
        measures.median_time_s = median(&times);
        measures.p95_time_s = p95_time_s;
        measures.max_time_s = sums.times.max;
        measures.cv_time = sums.times.cv();
        measures.p95_over_mean = p95_time_s.zip(mean_time_s).and_then(|(p95, mean)| over(p95, mean));
        measures.fluid_bound_s = fluid_bound_s;
        measures.client_server_bound_s = bounds::client_server_of(scenario);
        measures.mean_over_bound = mean_time_s.zip(fluid_bound_s).and_then(|(mean, bound)| over(mean, bound));
        measures.last_over_bound = last.zip(fluid_bound_s).and_then(|(last, bound)| over(last.as_secs_f64(), bound));
        measures.served_max = sums.served_max.map(|bytes| bytes as f64 / size);
        measures.ratio_mean = population.mean(&ratios, &sums.ratios);
        measures.ratio_p95 = percentile(&ratios, 95);
        measures.ratio_max = sums.ratios.max;
    }

    /// Means over time, and Little's law.
    fn put_means_over_time(&self, measures: &mut Measures, sums: &Sums, settled: &Settled) {
        let Settled { areas, .. } = settled;
        let span = areas.measured() as f64;
        let over_time = |area: u128| over(area as f64, span);
        let arrivals_per_s = over(sums.measured as f64, span / SECOND as f64);
        let mean_leechers = over_time(areas.leechers);
        let expected = arrivals_per_s.zip(sums.as_leecher.mean()).map(|(rate, time)| rate * time);
        measures.availability_min_mean = over_time(areas.rarest);
        measures.availability_mean = over_time(areas.copies).map(|copies| copies / f64::from(self.n_pieces));
        measures.entropy = over(areas.entropy, areas.entropy_time as f64);
        measures.copies_dispersion = over(areas.dispersion, areas.entropy_time as f64);
        measures.mean_leechers = mean_leechers;
        measures.leechers_slope = areas.leechers_slope();
        measures.leechers_dispersion = areas.leechers_dispersion();
        measures.mean_seeds = over_time(areas.became_complete);
        measures.mean_origins = over_time(areas.came_complete);
        measures.arrivals_per_s = arrivals_per_s;
        measures.littles_law = mean_leechers.zip(expected).and_then(|(mean, expected)| over(mean, expected));
    }

    /// Whether measured time is over: nobody is incomplete, as somebody was, and nobody is to come.
    pub(super) fn is_settled(&self, pending: bool) -> bool {
        self.settled.is_some() && self.levels.leechers == 0 && !pending
    }

    /// The sums up to now; when nobody is incomplete and nobody comes any more, up to the moment from which that was so.
    fn until(&self, stats: &Stats, now: Nanos, pending: bool) -> Settled {
        if let Some(settled) = self.settled.filter(|_| self.is_settled(pending)) {
            return settled;
        }
        let mut areas = self.areas;
        areas.pass(now, &self.levels, &mut self.copies.clone());
        Settled { areas, sent: stats.sent, sent_by_leechers: self.sent_by_leechers, received: stats.received }
    }

    fn crossed(&self, groups: &[Group]) -> u64 {
        let region = |group: crate::base::ids::GroupIdx| groups[group.at()].region;
        self.between.iter().filter(|((a, b), _)| region(*a) != region(*b)).map(|(_, bytes)| bytes).sum()
    }
}

/// Bytes over what a capacity could have carried.
pub(super) fn used(bytes: u64, capacity: u128) -> Option<f64> {
    over(bytes as f64 * SECOND as f64, capacity as f64)
}
