//! Which torrents the clients of a group are in.

use super::{ConfigError, Group, InitialHave, check_number};
use serde::{Deserialize, Serialize};

/// The torrents that a group's clients are in. A client in several torrents is a peer in the swarm of each; its upload slots, its link
/// and its list of candidates are shared by all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Torrents {
    /// The first one, with what the group has.
    #[default]
    First,
    /// None: a machine with a link, and a client that takes part in nothing.
    None,
    /// These.
    In(Vec<Membership>),
}

/// A torrent that a client is in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Membership {
    /// The torrent's number: 0 is the scenario's first torrent, 1 the first of `more_torrents`.
    pub torrent: u32,
    /// What the client has of it when it comes.
    pub have: InitialHave,
}

impl Group {
    /// The torrents that the group's clients are in.
    pub fn memberships(&self) -> Vec<Membership> {
        match &self.torrents {
            Torrents::First => vec![Membership { torrent: 0, have: self.have.clone() }],
            Torrents::None => Vec::new(),
            Torrents::In(list) => list.clone(),
        }
    }

    /// Peers that the group brings: one for each of its clients and each torrent that these are in.
    pub fn n_peers(&self) -> u64 {
        let torrents = match &self.torrents {
            Torrents::First => 1,
            Torrents::None => 0,
            Torrents::In(list) => list.len() as u64,
        };
        u64::from(self.count) * torrents
    }

    /// The group as the swarm of one torrent sees it: without anybody where its clients are not in that torrent.
    pub fn within(&self, torrent: u32) -> Group {
        let membership = self.memberships().into_iter().find(|membership| membership.torrent == torrent);
        match membership {
            Some(Membership { have, .. }) => Group { have, torrents: Torrents::First, ..self.clone() },
            None => Group { count: 0, ..self.clone() },
        }
    }

    /// Every torrent is one that the scenario has, and is named once; pieces that are listed are pieces of it. `pieces` has how
    /// many each torrent has.
    pub(crate) fn check_torrents(&self, pieces: &[u32], path: &str, errors: &mut Vec<ConfigError>) {
        self.have.check_pieces(pieces[0], &format!("{path}.have"), errors);
        let Torrents::In(list) = &self.torrents else { return };
        let n = pieces.len();
        let path = format!("{path}.torrents.in");
        if list.is_empty() {
            errors.push(ConfigError::new(path.as_str(), "an empty list", "at least one torrent, or \"none\""));
        }
        for (i, Membership { torrent, have }) in list.iter().enumerate() {
            let field = format!("{path}[{i}].torrent");
            if *torrent as usize >= n {
                let last = n - 1;
                errors.push(ConfigError::out_of_range(
                    field,
                    torrent,
                    format!("0 to {last}, a torrent of this scenario"),
                ));
            } else if list[..i].iter().any(|other| other.torrent == *torrent) {
                errors.push(ConfigError::new(field, torrent, "each torrent once"));
            } else {
                have.check_pieces(pieces[*torrent as usize], &format!("{path}[{i}].have"), errors);
            }
            if let InitialHave::Fraction(fraction) = have {
                check_number(format_args!("{path}[{i}].have.fraction"), *fraction, 0.0, 1.0, "", errors);
            }
        }
    }
}
