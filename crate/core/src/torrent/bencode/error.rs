//! What can be wrong with bencoded bytes, and at which byte.

use core::fmt;

/// A fault and the offset of the byte at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BencodeError {
    /// Bytes from the start of the input.
    pub offset: u64,
    /// What is wrong there.
    pub fault: BencodeFault,
}

impl BencodeError {
    pub(crate) const fn new(offset: u64, fault: BencodeFault) -> BencodeError {
        BencodeError { offset, fault }
    }
}

/// The ways bencoded bytes can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BencodeFault {
    /// The input stops in the middle of a value.
    UnexpectedEnd,
    /// A value was due; this byte begins none.
    ExpectedValue {
        /// The byte that stands there.
        found: u8,
    },
    /// A dictionary key (a string) was due.
    ExpectedKey {
        /// The byte that stands there.
        found: u8,
    },
    /// A digit of an integer was due.
    ExpectedDigit {
        /// The byte that stands there.
        found: u8,
    },
    /// A digit or the colon of a string's length was due.
    ExpectedColon {
        /// The byte that stands there.
        found: u8,
    },
    /// A dictionary closed after a key.
    MissingValue,
    /// A string claims more bytes than the input has left.
    StringBeyondInput {
        /// Bytes claimed.
        claimed: u64,
        /// Bytes left.
        remaining: u64,
    },
    /// An integer with too many digits.
    IntegerTooLong {
        /// Digits allowed.
        digits_max: u32,
    },
    /// A string length with too many digits.
    LengthTooLong {
        /// Digits allowed.
        digits_max: u32,
    },
    /// Lists and dictionaries nested too deep.
    TooDeep {
        /// Levels allowed, the innermost excluded.
        depth_max: u32,
    },
    /// More values than allowed.
    TooManyTokens {
        /// Values and closing marks allowed.
        tokens_max: u32,
    },
    /// More bytes than allowed.
    TooLarge {
        /// Bytes given.
        size: u64,
        /// Bytes allowed.
        size_max: u64,
    },
    /// A number that begins with a superfluous zero (only where the canonical spelling is required).
    LeadingZero,
    /// Keys that do not strictly ascend (only where the canonical spelling is required).
    KeysNotSorted,
}

/// A byte as a person reads it: `'+' (0x2b)`, or only the number when it does not print.
struct Byte(u8);

impl fmt::Display for Byte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_ascii_graphic() {
            write!(f, "'{}' (0x{:02x})", char::from(self.0), self.0)
        } else {
            write!(f, "0x{:02x}", self.0)
        }
    }
}

impl fmt::Display for BencodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bencoding, byte {}: ", self.offset)?;
        match self.fault {
            BencodeFault::UnexpectedEnd => write!(f, "the input ends in the middle of a value"),
            BencodeFault::ExpectedValue { found } => {
                write!(f, "expected i, l, d or a digit, found {}", Byte(found))
            }
            BencodeFault::ExpectedKey { found } => {
                write!(f, "expected a dictionary key (a string) or e, found {}", Byte(found))
            }
            BencodeFault::ExpectedDigit { found } => {
                write!(f, "expected a digit of an integer, found {}", Byte(found))
            }
            BencodeFault::ExpectedColon { found } => {
                write!(f, "expected a digit or ':' in a string's length, found {}", Byte(found))
            }
            BencodeFault::MissingValue => write!(f, "a dictionary ends after a key without value"),
            BencodeFault::StringBeyondInput { claimed, remaining } => {
                write!(f, "a string claims {claimed} bytes, only {remaining} are left")
            }
            BencodeFault::IntegerTooLong { digits_max } => {
                write!(f, "integer overflow: more than {digits_max} digits")
            }
            BencodeFault::LengthTooLong { digits_max } => {
                write!(f, "a string's length has more than {digits_max} digits")
            }
            BencodeFault::TooDeep { depth_max } => {
                write!(f, "nesting depth is not in 0..={}", depth_max.saturating_sub(1))
            }
            BencodeFault::TooManyTokens { tokens_max } => {
                write!(f, "number of values is not in 0..={tokens_max}")
            }
            BencodeFault::TooLarge { size, size_max } => {
                write!(f, "size: {size} bytes is not in 0..={size_max}")
            }
            BencodeFault::LeadingZero => write!(f, "a number begins with a superfluous zero"),
            BencodeFault::KeysNotSorted => write!(f, "dictionary keys are not sorted and unique"),
        }
    }
}

impl core::error::Error for BencodeError {}
