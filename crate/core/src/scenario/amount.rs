//! Rates and sizes as people write them: `2 Mbit/s`, `64 KiB/s`, `700 MB`.
//!
//! A field that counts bytes, or bytes per second, takes such text beside a number of them. The prefixes are SI's (k, M, G, T:
//! powers of 1000) and those of IEC 80000-13 (Ki, Mi, Gi, Ti: powers of 1024); a byte is 8 bits. `KB` and `Mb` are refused,
//! because people read each of them in two ways.

use super::choke::{ChokeNeighbour, ChokeTrial};
use super::config::{
    ChokerConfig, ExtensionConfig, Group, NeighbourConfig, NetworkConfig, PickerConfig, PipelineConfig, SeedingConfig,
    TorrentConfig, TrackerConfig,
};

/// What a number of bytes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Bytes per second.
    Rate,
    /// Bytes.
    Size,
}

/// The name and the unit of every knob. A field's name tells its unit wherever it stands: `upload_rate` of a group, of a class
/// of links and of a command is one thing.
const UNITS: [&[(&str, &str)]; 12] = [
    TorrentConfig::UNITS,
    TrackerConfig::UNITS,
    NetworkConfig::UNITS,
    ChokerConfig::UNITS,
    PickerConfig::UNITS,
    PipelineConfig::UNITS,
    NeighbourConfig::UNITS,
    SeedingConfig::UNITS,
    ExtensionConfig::UNITS,
    Group::UNITS,
    ChokeNeighbour::UNITS,
    ChokeTrial::UNITS,
];

/// The prefixes and the powers that they stand for.
const PREFIXES: [(&str, u128); 9] = [
    ("", 1),
    ("k", 1000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
    ("T", 1_000_000_000_000),
    ("Ki", 1 << 10),
    ("Mi", 1 << 20),
    ("Gi", 1 << 30),
    ("Ti", 1 << 40),
];

/// Digits of a number before its point, and behind it, at most.
const DIGITS_MAX: (usize, usize) = (15, 9);

impl Amount {
    /// What the field of that name counts; none when it is neither.
    pub fn of_field(name: &str) -> Option<Amount> {
        let (_, unit) = UNITS.iter().flat_map(|section| section.iter()).find(|(field, _)| *field == name)?;
        match *unit {
            "B/s" => Some(Amount::Rate),
            "bytes" => Some(Amount::Size),
            _ => None,
        }
    }

    /// The bytes (per second) that a text stands for, the nearest whole number of them.
    pub fn read(self, text: &str) -> Option<u64> {
        let text = match self {
            Amount::Rate => text.strip_suffix("/s")?,
            Amount::Size => text,
        };
        let (text, parts) = match (text.strip_suffix("bit"), text.strip_suffix('B')) {
            (Some(text), _) => (text, 8),
            (None, Some(text)) => (text, 1),
            (None, None) => return None,
        };
        let (number, prefix) =
            text.split_at(text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len()));
        let prefix = prefix.strip_prefix(' ').unwrap_or(prefix);
        let (_, power) = PREFIXES.iter().find(|(name, _)| *name == prefix)?;
        let (whole, decimals) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
        let decimals = match decimals {
            Some("") => return None,
            decimals => decimals.unwrap_or(""),
        };
        let digits = format!("{whole}{decimals}");
        if whole.is_empty() || whole.len() > DIGITS_MAX.0 || decimals.len() > DIGITS_MAX.1 || digits.contains('.') {
            return None;
        }
        let divisor = parts * 10u128.pow(decimals.len() as u32);
        let bytes = (digits.parse::<u128>().ok()? * power + divisor / 2) / divisor;
        // What is too large is outside of every range.
        Some(u64::try_from(bytes).unwrap_or(u64::MAX))
    }

    /// What a field takes, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Amount::Rate => {
                "a whole number of bytes per second, or text such as \"2 Mbit/s\", \"256 kbit/s\", \"1.5 MB/s\" or \"64 KiB/s\" \
                 (k, M, G, T or Ki, Mi, Gi, Ti before bit/s or B/s)"
            }
            Amount::Size => {
                "a whole number of bytes, or text such as \"15 Gbit\", \"700 MB\", \"256 KiB\" or \"4 MiB\" \
                 (k, M, G, T or Ki, Mi, Gi, Ti before bit or B)"
            }
        }
    }

    /// The text as a regular expression, for whoever checks a file before it is read.
    pub fn pattern(self) -> &'static str {
        match self {
            Amount::Rate => r"^[0-9]{1,15}(\.[0-9]{1,9})? ?([kMGT]|[KMGT]i)?(bit|B)/s$",
            Amount::Size => r"^[0-9]{1,15}(\.[0-9]{1,9})? ?([kMGT]|[KMGT]i)?(bit|B)$",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rates_and_sizes_are_read_in_bits_and_bytes() {
        for (text, bytes) in [
            ("2 Mbit/s", 250_000),
            ("256 kbit/s", 32_000),
            ("64 KiB/s", 65_536),
            ("1 Mibit/s", 131_072),
            ("1.5 MB/s", 1_500_000),
            ("33.6 kbit/s", 4200),
            ("300 B/s", 300),
            ("8bit/s", 1),
            ("0.5 GiB/s", 1 << 29),
            // The nearest byte, and half of one is one more.
            ("1.5 kbit/s", 188),
            ("1 bit/s", 0),
            ("0 B/s", 0),
        ] {
            assert_eq!(Amount::Rate.read(text), Some(bytes), "{text}");
            assert_eq!(Amount::Size.read(text), None, "{text} is no size");
        }
        for (text, bytes) in [
            ("15 Gbit", 1_875_000_000),
            ("700 MB", 700_000_000),
            ("4 MiB", 4 << 20),
            ("256KiB", 262_144),
            ("1 TiB", 1 << 40),
        ] {
            assert_eq!(Amount::Size.read(text), Some(bytes), "{text}");
            assert_eq!(Amount::Rate.read(text), None, "{text} is no rate");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            "B",
            "MB",
            " 1 MB",
            "1 MB ",
            "1  MB",
            "-1 MB",
            "+1 MB",
            "1e3 MB",
            "1,5 MB",
            ".5 MB",
            "1. MB",
            "1.2.3 MB",
            "1 KB",
            "1 Mb",
            "1 mb",
            "1 kb",
            "1 kib",
            "1 Mbits",
            "1 bytes",
            "1 PB",
            "700",
            "1 kiB",
            "0x10 B",
            "1 MB/s",
            "1 Mbps",
            "١ MB",
            "1234567890123456 B",
            "1.0123456789 MB",
        ] {
            assert_eq!(Amount::Size.read(text), None, "{text}");
            assert_eq!(Amount::Rate.read(&format!("{text}/min")), None, "{text}");
            let as_rate = Amount::Rate.read(text);
            assert_eq!(as_rate.is_some(), text == "1 MB/s", "{text}");
        }
    }

    proptest! {
        /// A number of bytes is itself in every unit that it is a multiple of, with or without decimals.
        #[test]
        fn what_is_written_is_read(n in 0u64..1_000_000_000_000, at in 0usize..9, bits: bool, zeros in 0usize..4, space: bool) {
            let (prefix, power) = PREFIXES[at];
            let (name, parts) = if bits { ("bit", 8) } else { ("B", 1) };
            let decimals = if zeros > 0 { format!(".{}", "0".repeat(zeros)) } else { String::new() };
            let text = format!("{n}{decimals}{}{prefix}{name}", if space { " " } else { "" });
            let exact = ((u128::from(n) * power * 2 + parts) / (2 * parts)).min(u128::from(u64::MAX));
            prop_assert_eq!(Amount::Size.read(&text).map(u128::from), Some(exact), "{}", text);
            prop_assert_eq!(Amount::Rate.read(&format!("{text}/s")).map(u128::from), Some(exact), "{}/s", text);
        }

        /// Decimals count exactly: a thousandth of the next larger unit is one of this.
        #[test]
        fn decimals_are_exact(n in 0u64..1_000_000_000, at in 2usize..5) {
            let (larger, smaller) = (PREFIXES[at].0, PREFIXES[at - 1].0);
            let text = format!("{}.{:03} {larger}B", n / 1000, n % 1000);
            prop_assert_eq!(Amount::Size.read(&text), Amount::Size.read(&format!("{n} {smaller}B")), "{}", text);
        }

        /// No text at all makes it panic, and what it reads is within what the pattern says.
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9.]{0,20} ?[kKMGTi]{0,3}(b|B|bit|Bit|bits)?(/s)?") {
            for amount in [Amount::Rate, Amount::Size] {
                if amount.read(&text).is_some() {
                    prop_assert!(text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains('K') || text.contains("Ki"));
                }
            }
        }
    }

    /// Otherwise a field's name would not tell what it counts.
    #[test]
    fn knobs_of_one_name_have_one_unit() {
        let all: Vec<_> = UNITS.iter().flat_map(|section| section.iter()).collect();
        for (name, unit) in &all {
            assert!(all.iter().all(|(other, its)| other != name || its == unit), "{name}");
        }
        let amounts: Vec<_> = all.iter().filter(|(name, _)| Amount::of_field(name).is_some()).collect();
        assert_eq!(amounts.len(), 15, "{amounts:?}");
    }
}
