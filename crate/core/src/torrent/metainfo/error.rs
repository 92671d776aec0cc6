//! Why a `.torrent` file is refused, in one sentence.

use core::fmt;

use crate::torrent::bencode::BencodeError;

/// A refusal. `Display` gives one sentence that names the field, its value and what is allowed.
///
/// Values quoted in sentences are numbers or our own words, never text of the file: an error may be shown anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetainfoError {
    /// Not bencoded, and known to be something else.
    NotATorrent {
        /// What it looks like, e.g. "a web page (HTML)".
        looks_like: &'static str,
    },
    /// Not bencoded, or beyond a limit of the decoder.
    Bencode(BencodeError),
    /// A field is absent, or of a kind that makes it absent.
    Missing {
        /// Path of the field, e.g. `info."piece length"`.
        field: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A field stands there with another type.
    WrongType {
        /// Path of the field.
        field: String,
        /// What stands there.
        found: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// A number outside its range.
    OutOfRange {
        /// Path of the field.
        field: String,
        /// The number as written.
        value: String,
        /// Inclusive range, e.g. `1..=536854528`.
        allowed: String,
    },
    /// A name or path with nothing in it.
    Empty {
        /// Path of the field.
        field: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// `pieces` does not hold one hash for each piece.
    PiecesMismatch {
        /// Bytes of `pieces`.
        found: u64,
        /// Bytes it must have: 20 for each piece.
        expected: u64,
        /// Pieces that the lengths make.
        n_pieces: u64,
    },
    /// Too many files would have to be renamed because their names collide.
    TooManyDuplicateNames {
        /// Collisions allowed.
        collisions_max: u32,
    },
    /// A BitTorrent v2 torrent (BEP 52) without a v1 part.
    V2Only {
        /// SHA-256 of the raw `info`.
        v2_info_hash: [u8; 32],
    },
    /// A BEP 52 torrent must be spelled canonically and this one is not.
    NotCanonical(BencodeError),
    /// The v1 and v2 parts of a hybrid torrent do not describe the same files.
    HybridMismatch {
        /// In which respect.
        what: &'static str,
    },
    /// A piece layer (BEP 52) that fits no file or does not hash to its root.
    BadPieceLayer {
        /// Which rule it breaks.
        what: &'static str,
    },
}

impl fmt::Display for MetainfoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetainfoError::NotATorrent { looks_like } => {
                write!(f, "not a torrent file: it looks like {looks_like}")
            }
            MetainfoError::Bencode(error) => write!(f, "{error}"),
            MetainfoError::Missing { field, expected } => {
                write!(f, "{field}: missing, expected {expected}")
            }
            MetainfoError::WrongType { field, found, expected } => write!(f, "{field}: {found}, expected {expected}"),
            MetainfoError::OutOfRange { field, value, allowed } => write!(f, "{field}: {value} is not in {allowed}"),
            MetainfoError::Empty { field, expected } => {
                write!(f, "{field}: empty, expected {expected}")
            }
            MetainfoError::PiecesMismatch { found, expected, n_pieces } => {
                write!(f, "info.pieces: {found} bytes, expected {expected} (20 for each of {n_pieces} pieces)")
            }
            MetainfoError::TooManyDuplicateNames { collisions_max } => {
                write!(f, "info.files: name collisions are not in 0..={collisions_max}, too many duplicate names")
            }
            MetainfoError::V2Only { .. } => {
                write!(f, "info.\"meta version\": v2 only, not supported; expected a v1 or hybrid torrent")
            }
            MetainfoError::NotCanonical(error) => {
                write!(f, "info: a v2 torrent must be canonical; {error}")
            }
            MetainfoError::HybridMismatch { what } => {
                write!(f, "info.\"file tree\": does not match the v1 files in {what}")
            }
            MetainfoError::BadPieceLayer { what } => write!(f, "\"piece layers\": {what}"),
        }
    }
}

impl core::error::Error for MetainfoError {}

impl From<BencodeError> for MetainfoError {
    fn from(error: BencodeError) -> MetainfoError {
        MetainfoError::Bencode(error)
    }
}
