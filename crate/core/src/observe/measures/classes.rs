//! The measures by class: of peers of one group and one link.

use super::Tally;
use super::report::{Facts, Population, gini, median, percentile, sorted, used};
use super::sums::{self, ClassSums};
use crate::base::sorted::Sorted;
use crate::base::units::Nanos;
use crate::observe::stats::Stay;
use crate::scenario::config::LinkClass;
use serde::Serialize;

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
    /// The standard deviation of the download times over their mean.
    pub cv_time: Option<f64>,
    /// Mean of uploaded over downloaded bytes.
    pub mean_ratio: Option<f64>,
    /// Payload bytes that its peers sent.
    pub uploaded: u64,
    /// Payload bytes that its peers received.
    pub downloaded: u64,
    /// What its peers sent over what their uplinks, as they first were, could have sent while they were there; as of the whole swarm, not
    /// beyond the moment from which nobody misses anything and nobody is to come.
    pub utilisation: Option<f64>,
    /// Jain's index of the bytes that each of its peers sent: 1 when all sent the same, 1/n when one of n sent all.
    pub jain_uploaded: Option<f64>,
    /// The Gini coefficient of the same: 0 when all sent the same, (n - 1)/n when one of n sent all.
    pub gini_uploaded: Option<f64>,
    /// Jain's index of the download times.
    pub jain_time: Option<f64>,
    /// The Gini coefficient of the download times.
    pub gini_time: Option<f64>,
}

impl Tally {
    pub(super) fn classes(&self, population: &Population, facts: Facts, end: Nanos) -> Vec<ClassMeasures> {
        let links: Vec<Vec<LinkClass>> = facts.groups.iter().map(|group| group.links.classes()).collect();
        // By group, then by link as the group lists them; 0 for peers of no listed link.
        let place = |(group, up, down): sums::Class| {
            let listed = links[group.at()].iter().position(|it| (it.upload_rate, it.download_rate) == (up.0, down.0));
            (group.at(), listed.map_or(0, |link| link + 1))
        };
        let mut found: Sorted<(usize, usize), (ClassSums, Vec<Stay>)> = Sorted::default();
        if !population.whole {
            for &(class, ref sums) in self.ended.classes.iter() {
                found.or_default(place(class)).0.merge(sums);
            }
        }
        let measured = |stay: &&Stay| sums::is_measured(stay, population.from);
        for stay in population.added.iter().filter(measured) {
            found.or_default(place(sums::class(stay))).0.add(stay, end);
        }
        for stay in population.kept.iter().filter(measured) {
            found.or_default(place(sums::class(stay))).1.push(*stay);
        }
        let class = |((group, link), (sums, stays)): ((usize, usize), (ClassSums, Vec<Stay>))| {
            let (name, times) = (&facts.groups[group].name, sorted(stays.iter().filter_map(sums::time_s)));
            let uploaded = sorted(stays.iter().map(|stay| stay.uploaded as f64));
            let class = match link.checked_sub(1) {
                Some(link) => format!("{name} / {}", links[group][link].name),
                None => name.clone(),
            };
            ClassMeasures {
                class,
                count: sums.count as u32,
                completed: sums.times.n as u32,
                mean_s: population.mean(&times, &sums.times),
                median_s: median(&times),
                p95_s: percentile(&times, 95),
                cv_time: sums.times.cv(),
                mean_ratio: sums.ratios.mean(),
                uploaded: sums.uploaded.sum as u64,
                downloaded: sums.downloaded,
                utilisation: used(sums.uploaded.sum as u64, sums.capacity),
                jain_uploaded: sums.uploaded.jain(),
                gini_uploaded: gini(&uploaded),
                jain_time: sums.times.jain(),
                gini_time: gini(&times),
            }
        };
        found.into_iter().map(class).collect()
    }
}
