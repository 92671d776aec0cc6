//! The share of a sweep that one of several processes makes.
//!
//! Runs are dealt out in the order of their seeds, those of one seed from the dearest to the cheapest, each to the share that costs
//! least so far (Graham, *Bounds on Multiprocessing Timing Anomalies*, 1969). The shares then differ by no more than the dearest run
//! costs, and a run keeps its share when more seeds are asked for.

use super::plan::Plan;
use crate::Failure;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::env;
use std::str::FromStr;
use swarmscope_core::scenario::config::ConfigError;

/// Shares at most.
const SHARDS_MAX: u32 = 1_000_000;

/// What `--shard` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// This share.
    Share(Shard),
    /// The environment says which one; of so many, or it says that as well.
    Auto(Option<u32>),
}

/// One share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub index: u32,
    /// How many there are.
    pub count: u32,
}

impl FromStr for Asked {
    type Err = ConfigError;

    /// Reads `3/10`, `auto` or `auto/10`.
    fn from_str(text: &str) -> Result<Asked, ConfigError> {
        let number = |text: &str| text.parse::<u32>().ok();
        let count = |text: &str| number(text).filter(|count| (1..=SHARDS_MAX).contains(count));
        let asked = match text.split_once('/') {
            None => (text == "auto").then_some(Asked::Auto(None)),
            Some(("auto", of)) => count(of).map(|count| Asked::Auto(Some(count))),
            Some((index, of)) => {
                let share = number(index).zip(count(of)).filter(|(index, count)| index < count);
                share.map(|(index, count)| Asked::Share(Shard { index, count }))
            }
        };
        asked.ok_or_else(|| {
            let allowed = "i/n with i from 0 to n-1, as in 0/10, or auto or auto/n, where the environment says i";
            ConfigError::new("shard", text, allowed)
        })
    }
}

impl Asked {
    /// How many shares there are, where that is said; else the environment says it.
    pub fn count(self) -> Result<u32, Failure> {
        match self {
            Asked::Auto(Some(count)) => Ok(count),
            asked => Ok(asked.shard()?.count),
        }
    }

    /// The share, with the environment's help.
    pub fn shard(self) -> Result<Shard, Failure> {
        match self {
            Asked::Share(shard) => Ok(shard),
            Asked::Auto(count) => {
                from_environment(count, |name| env::var(name).ok()).map_err(|error| Failure::config(&[error]))
            }
        }
    }
}

/// What Slurm tells a task of an array, or Kubernetes a pod of an indexed job.
///
/// Where the number of shares is given, the task's number is the share's: an array that was queued again for some of its tasks must
/// not deal the runs out anew. Where it is not, an array that begins with another number or goes by steps still has shares from 0.
fn from_environment(given: Option<u32>, variable: impl Fn(&str) -> Option<String>) -> Result<Shard, ConfigError> {
    let number = |name: &str| {
        let read = |text: String| {
            let number = text.trim().parse::<u32>().ok();
            number.ok_or_else(|| ConfigError::new(name, text, "a whole number from 0, which --shard auto reads"))
        };
        variable(name).map(read).transpose()
    };
    let (name, index, count) = match (number("SLURM_ARRAY_TASK_ID")?, number("JOB_COMPLETION_INDEX")?) {
        (Some(id), _) if given.is_some() => ("SLURM_ARRAY_TASK_ID", id, given),
        (Some(id), _) => {
            let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0);
            let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
            ("SLURM_ARRAY_TASK_ID", id.saturating_sub(first) / step, number("SLURM_ARRAY_TASK_COUNT")?)
        }
        (None, Some(index)) => {
            let count = if given.is_some() { given } else { number("JOB_COMPLETIONS")? };
            ("JOB_COMPLETION_INDEX", index, count)
        }
        (None, None) => {
            let allowed = "SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX in the environment, or i/n";
            return Err(ConfigError::new("shard", "auto without either", allowed));
        }
    };
    let Some(count) = count.filter(|count| (1..=SHARDS_MAX).contains(count)) else {
        let allowed = "auto/n, or SLURM_ARRAY_TASK_COUNT or JOB_COMPLETIONS in the environment";
        return Err(ConfigError::new("shard", "auto without a number of shards", allowed));
    };
    if index >= count {
        return Err(ConfigError::new(name, index, format!("a share from 0 to {} of {count}", count - 1)));
    }
    Ok(Shard { index, count })
}

/// The order in which the configurations are run under a seed: from the dearest to the cheapest, so that a dear one is not what all
/// wait for at the end.
pub fn order(plan: &Plan) -> Vec<u32> {
    let mut order: Vec<u32> = (0..plan.configurations.len() as u32).collect();
    order.sort_by_key(|&configuration| Reverse(plan.cost(configuration)));
    order
}

/// Which of `count` shares makes each run, by the runs' numbers.
pub fn deal(plan: &Plan, count: u32) -> Vec<u32> {
    let mut shares: BinaryHeap<Reverse<(u64, u32)>> = (0..count).map(|shard| Reverse((0, shard))).collect();
    let mut dealt = vec![0; plan.runs() as usize];
    let order = order(plan);
    for seed in 1..=plan.seeds {
        for &configuration in &order {
            let Reverse((cost, shard)) = shares.pop().expect("there is at least one share");
            shares.push(Reverse((cost.saturating_add(plan.cost(configuration)), shard)));
            dealt[plan.number((configuration, seed)) as usize] = shard;
        }
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_read() {
        let share = |index, count| Some(Asked::Share(Shard { index, count }));
        for (text, asked) in [
            ("0/1", share(0, 1)),
            ("9/10", share(9, 10)),
            ("auto", Some(Asked::Auto(None))),
            ("auto/16", Some(Asked::Auto(Some(16)))),
            ("10/10", None),
            ("-1/3", None),
            ("1/0", None),
            ("auto/0", None),
            ("auto/x", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<Asked>().ok(), asked, "{text}");
        }
    }

    #[test]
    fn the_environment_says_which_share() {
        let found = |given, variables: &[(&str, &str)]| {
            let get =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            from_environment(given, get).map(|shard| (shard.index, shard.count)).map_err(|error| error.to_string())
        };
        let task = |id| [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_COUNT", "4")];
        assert_eq!(found(None, &task("1")), Ok((0, 4)));
        assert_eq!(found(None, &task("4")), Ok((3, 4)));
        assert_eq!(found(None, &[&task("7")[..], &[("SLURM_ARRAY_TASK_STEP", "2")]].concat()), Ok((3, 4)));
        // Two tasks of an array of 16 that are queued again.
        let again = [("SLURM_ARRAY_TASK_ID", "5"), ("SLURM_ARRAY_TASK_MIN", "3"), ("SLURM_ARRAY_TASK_COUNT", "2")];
        assert_eq!(found(Some(16), &again), Ok((5, 16)));
        assert_eq!(found(Some(8), &[("JOB_COMPLETION_INDEX", "7")]), Ok((7, 8)));
        assert_eq!(found(None, &[("JOB_COMPLETION_INDEX", "7"), ("JOB_COMPLETIONS", "9")]), Ok((7, 9)));
        for (given, variables, said) in [
            (None, &[][..], "SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX"),
            (None, &[("JOB_COMPLETION_INDEX", "0")][..], "auto/n"),
            (Some(4), &[("JOB_COMPLETION_INDEX", "4")][..], "JOB_COMPLETION_INDEX: expected a share from 0 to 3 of 4"),
            (None, &[("SLURM_ARRAY_TASK_ID", "x")][..], "SLURM_ARRAY_TASK_ID: expected a whole number"),
            (None, &task("5")[..], "SLURM_ARRAY_TASK_ID: expected a share from 0 to 3 of 4 (got 4)"),
        ] {
            let line = found(given, variables).unwrap_err();
            assert!(line.contains(said), "{line}");
        }
    }

    #[test]
    fn shares_cost_the_same_and_more_seeds_move_no_run() {
        let vary = ["/groups/1/count=1..40".to_owned()];
        let plan = |seeds| Plan::read("seed_story", &vary, Some(seeds), false).unwrap();
        let of_five = plan(5);
        let dealt = deal(&of_five, 8);
        assert_eq!(dealt.len(), 200);
        let spread = |shard_of: &dyn Fn(u64) -> u32| {
            let mut costs = [0; 8];
            (0..of_five.runs()).for_each(|run| costs[shard_of(run) as usize] += of_five.cost(of_five.key(run).0));
            costs.iter().max().unwrap() - costs.iter().min().unwrap()
        };
        let dearest = of_five.cost(39);
        assert!(spread(&|run| dealt[run as usize]) <= dearest);
        // Every eighth run instead: always the same configurations.
        assert!(spread(&|run| (run % 8) as u32) > 3 * dearest);
        let of_nine = deal(&plan(9), 8);
        assert_eq!(dealt, of_nine[..200]);
    }
}
