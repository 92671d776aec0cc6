//! Any piece, drawn afresh at every pick.
//!
//! Owns nothing. Must never know rarity.

use super::Picker;
use crate::events::decision::PieceRule;

pub(super) static PICKER: Picker = Picker { narrow: |_, _| PieceRule::Random, rank: |_, _| 0 };
