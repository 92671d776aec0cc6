//! Writing bencoded values in their one canonical form (BEP 3): keys sorted as raw bytes, no leading zeros.
//!
//! Values are encoded from the inside out, so there is no tree to walk and nothing that recurses.

use std::collections::BTreeMap;

/// One complete bencoded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded(Vec<u8>);

impl Encoded {
    /// The bytes of the value.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Encoded {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// `i…e`
#[must_use]
pub fn encode_int(value: i64) -> Encoded {
    Encoded(format!("i{value}e").into_bytes())
}

/// `n:…`
#[must_use]
pub fn encode_bytes(bytes: &[u8]) -> Encoded {
    let mut out = Vec::with_capacity(bytes.len() + 12);
    push_bytes(&mut out, bytes);
    Encoded(out)
}

/// `l…e`
#[must_use]
pub fn encode_list(items: impl IntoIterator<Item = Encoded>) -> Encoded {
    let mut out = vec![b'l'];
    for item in items {
        out.extend_from_slice(&item.0);
    }
    out.push(b'e');
    Encoded(out)
}

/// `d…e`: collects entries in any order and writes them sorted.
#[derive(Clone, Debug, Default)]
pub struct DictWriter {
    entries: BTreeMap<Vec<u8>, Encoded>,
}

impl DictWriter {
    /// An empty dictionary.
    #[must_use]
    pub fn new() -> DictWriter {
        DictWriter::default()
    }

    /// Sets an entry; a second value for the same key replaces the first.
    pub fn set(&mut self, key: impl AsRef<[u8]>, value: Encoded) {
        self.entries.insert(key.as_ref().to_vec(), value);
    }

    /// The finished dictionary.
    #[must_use]
    pub fn finish(self) -> Encoded {
        let mut out = vec![b'd'];
        for (key, value) in self.entries {
            push_bytes(&mut out, &key);
            out.extend_from_slice(&value.0);
        }
        out.push(b'e');
        Encoded(out)
    }
}

fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(format!("{}:", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
}
