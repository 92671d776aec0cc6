//! Bencoding (BEP 3): reading without recursion, writing in canonical order.
//!
//! Owns the grammar and its limits. Must never know what a torrent is: keys and their meaning live in `metainfo`.
//!
//! The reader is one loop over the input that fills a flat arena of `Token`s. Nothing here recurses, neither reading
//! nor dropping, because a stack overflow in wasm kills the instance for good and 100 KB of `l` is enough to cause one.
//! Every value keeps its byte range, because an info-hash is taken over the bytes as they stand in the file.
//!
//! ```text
//! d 4:spam l i1e e e        tokens:  dict(next 5)  "spam"(next 2)  list(next 4)  1(next 4)   (next = token after me and mine)
//! ```

mod encode;
mod error;
#[cfg(test)]
mod tests;

pub use encode::{DictWriter, Encoded, encode_bytes, encode_int, encode_list};
pub use error::{BencodeError, BencodeFault};

use core::ops::Range;

/// What a document may cost. Exceeding one is an error, never a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nested lists and dictionaries: a value this deep is refused.
    pub depth: u32,
    /// Values and closing marks read.
    pub tokens: u32,
    /// Bytes of input. At most `u32::MAX`, since spans are 32 bits wide.
    pub size: u64,
}

impl Limits {
    /// What libtorrent 2.1 allows a `.torrent` file: depth 100, 3,000,000 tokens, 10,000,000 bytes.
    pub const TORRENT: Limits = Limits { depth: 100, tokens: 3_000_000, size: 10_000_000 };
}

/// Digits of a string's length, leading zeros included; libtorrent's header field holds no more.
const LENGTH_DIGITS_MAX: usize = 16;
/// Digits of an integer, leading zeros included. Twenty hold every `i64`; what they hold beyond it is told apart later.
const INTEGER_DIGITS_MAX: usize = 20;

/// The four kinds of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `i…e`
    Integer,
    /// `n:…`, any bytes.
    Bytes,
    /// `l…e`
    List,
    /// `d…e`
    Dict,
}

impl Kind {
    /// The kind in words, for error sentences.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Integer => "an integer",
            Kind::Bytes => "a string",
            Kind::List => "a list",
            Kind::Dict => "a dictionary",
        }
    }
}

/// One value of the arena; 16 bytes, since a hostile file may hold three million.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: u32,
    end: u32,
    /// Index of the token after this value and everything in it.
    next: u32,
    kind: Kind,
    /// Bytes before a string's content (digits and colon).
    header: u8,
}

/// A decoded document: the input and the arena of its values, root first.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    bytes: &'a [u8],
    tokens: Vec<Token>,
}

/// A list or dictionary that is still open while reading.
struct Open {
    token: u32,
    is_dict: bool,
    /// In a dictionary: a key has been read and its value is due.
    value_due: bool,
}

impl<'a> Document<'a> {
    /// Reads one value at the start of `bytes`; what follows it is ignored, as libtorrent does.
    ///
    /// Accepts unsorted and duplicate keys, leading zeros and `i-0e` (see [`Value::strict_fault`]).
    ///
    /// # Errors
    /// [`BencodeError`] with the offset of the byte at fault.
    pub fn decode(bytes: &'a [u8], limits: Limits) -> Result<Document<'a>, BencodeError> {
        let size = bytes.len() as u64;
        let size_max = limits.size.min(u64::from(u32::MAX));
        if size > size_max {
            return Err(BencodeError::new(0, BencodeFault::TooLarge { size, size_max }));
        }
        Reader { bytes, at: 0, tokens: Vec::new(), open: Vec::new() }.read(limits)
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { bytes: self.bytes, tokens: &self.tokens, index: 0 }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
    open: Vec<Open>,
}

impl<'a> Reader<'a> {
    fn read(mut self, limits: Limits) -> Result<Document<'a>, BencodeError> {
        let mut tokens_read = 0;
        loop {
            let Some(&byte) = self.bytes.get(self.at) else {
                return Err(self.fault(BencodeFault::UnexpectedEnd));
            };
            if self.open.len() as u64 >= u64::from(limits.depth) {
                return Err(self.fault(BencodeFault::TooDeep { depth_max: limits.depth }));
            }
            if tokens_read == limits.tokens {
                return Err(self.fault(BencodeFault::TooManyTokens { tokens_max: limits.tokens }));
            }
            tokens_read += 1;
            // Keys are strings: inside a dictionary every second value must begin with a digit.
            let is_key = match self.open.last() {
                Some(open) => open.is_dict && !open.value_due,
                None => false,
            };
            if is_key && byte != b'e' && !byte.is_ascii_digit() {
                return Err(self.fault(BencodeFault::ExpectedKey { found: byte }));
            }
            match byte {
                b'd' | b'l' => {
                    // The parent's turn passes on now: its next child comes after this whole container.
                    self.pass_turn();
                    self.open.push(Open { token: self.tokens.len() as u32, is_dict: byte == b'd', value_due: false });
                    let kind = if byte == b'd' { Kind::Dict } else { Kind::List };
                    self.push(self.at, self.at + 1, kind, 0);
                }
                b'e' => self.close()?,
                b'i' => {
                    self.integer()?;
                    self.pass_turn();
                }
                b'0'..=b'9' => {
                    self.string()?;
                    self.pass_turn();
                }
                found => return Err(self.fault(BencodeFault::ExpectedValue { found })),
            }
            if self.open.is_empty() {
                return Ok(Document { bytes: self.bytes, tokens: self.tokens });
            }
        }
    }

    fn fault(&self, fault: BencodeFault) -> BencodeError {
        BencodeError::new(self.at as u64, fault)
    }

    fn pass_turn(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.value_due = open.is_dict && !open.value_due;
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, header: u8) {
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            next: self.tokens.len() as u32 + 1,
            kind,
            header,
        });
        self.at = end;
    }

    fn close(&mut self) -> Result<(), BencodeError> {
        match self.open.pop() {
            None => Err(self.fault(BencodeFault::ExpectedValue { found: b'e' })),
            Some(open) if open.value_due => Err(self.fault(BencodeFault::MissingValue)),
            Some(open) => {
                self.at += 1;
                let next = self.tokens.len() as u32;
                let token = &mut self.tokens[open.token as usize];
                token.end = self.at as u32;
                token.next = next;
                Ok(())
            }
        }
    }

    fn integer(&mut self) -> Result<(), BencodeError> {
        let start = self.at;
        self.at += 1;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let digits_start = self.at;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(self.fault(BencodeFault::UnexpectedEnd)),
                Some(b'0'..=b'9') => self.at += 1,
                Some(b'e') if self.at > digits_start => break,
                Some(&found) => return Err(self.fault(BencodeFault::ExpectedDigit { found })),
            }
        }
        let digits = self.at - digits_start;
        if digits > INTEGER_DIGITS_MAX {
            self.at = start;
            return Err(self.fault(BencodeFault::IntegerTooLong { digits_max: INTEGER_DIGITS_MAX as u32 }));
        }
        self.push(start, self.at + 1, Kind::Integer, 0);
        Ok(())
    }

    fn string(&mut self) -> Result<(), BencodeError> {
        let start = self.at;
        let mut claimed: u64 = 0;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(self.fault(BencodeFault::UnexpectedEnd)),
                Some(b':') => break,
                Some(&digit @ b'0'..=b'9') => {
                    // Checked before the number is built, so that it cannot overflow.
                    if self.at - start == LENGTH_DIGITS_MAX {
                        self.at = start;
                        return Err(self.fault(BencodeFault::LengthTooLong { digits_max: LENGTH_DIGITS_MAX as u32 }));
                    }
                    claimed = claimed * 10 + u64::from(digit - b'0');
                    self.at += 1;
                }
                Some(&found) => return Err(self.fault(BencodeFault::ExpectedColon { found })),
            }
        }
        let content = self.at + 1;
        let remaining = (self.bytes.len() - content) as u64;
        if claimed > remaining {
            self.at = start;
            return Err(self.fault(BencodeFault::StringBeyondInput { claimed, remaining }));
        }
        let header = (content - start) as u8;
        self.push(start, content + claimed as usize, Kind::Bytes, header);
        Ok(())
    }
}

/// A value inside a [`Document`]: two words and an index, copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    bytes: &'d [u8],
    tokens: &'d [Token],
    index: u32,
}

impl<'d> Value<'d> {
    fn token(self) -> Token {
        self.tokens[self.index as usize]
    }

    /// Which of the four kinds.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.token().kind
    }

    /// Where the value stands in the input, markers included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        let token = self.token();
        token.start as usize..token.end as usize
    }

    /// The value's own bytes as they stand in the input, markers included.
    #[must_use]
    pub fn raw(self) -> &'d [u8] {
        &self.bytes[self.span()]
    }

    /// The content of a string.
    #[must_use]
    pub fn as_bytes(self) -> Option<&'d [u8]> {
        let token = self.token();
        (token.kind == Kind::Bytes)
            .then(|| &self.bytes[token.start as usize + usize::from(token.header)..token.end as usize])
    }

    /// The value of an integer; `Some(Err(digits))`, the text as written, when it does not fit `i64`.
    #[must_use]
    pub fn as_int(self) -> Option<Result<i64, &'d str>> {
        if self.kind() != Kind::Integer {
            return None;
        }
        let raw = self.raw();
        // The reader let only `-` and digits through, so this is ASCII.
        let text = core::str::from_utf8(&raw[1..raw.len() - 1]).unwrap_or("");
        Some(text.parse().map_err(|_| text))
    }

    /// The items of a list in order; nothing for other kinds.
    pub fn items(self) -> Children<'d> {
        self.children(self.kind() == Kind::List)
    }

    /// The entries of a dictionary in the order of the file, duplicates included; nothing for other kinds.
    pub fn entries(self) -> Entries<'d> {
        Entries { children: self.children(self.kind() == Kind::Dict) }
    }

    /// The first entry with this key; libtorrent, too, lets the first of duplicates win.
    #[must_use]
    pub fn get(self, key: &[u8]) -> Option<Value<'d>> {
        self.entries().find_map(|(k, value)| (k == key).then_some(value))
    }

    fn children(self, any: bool) -> Children<'d> {
        let first = self.index + 1;
        let end = if any { self.token().next } else { first };
        Children { parent: self, index: first, end }
    }

    /// The first departure from BEP 3's one canonical spelling in this value: leading zero, unsorted or duplicate key.
    /// BEP 52 torrents must have none. (`i-0e` is let through, as libtorrent does.)
    #[must_use]
    pub fn strict_fault(self) -> Option<BencodeError> {
        for index in self.index..self.token().next {
            let value = Value { index, ..self };
            let raw = value.raw();
            let fault = match value.kind() {
                Kind::Integer => (raw[1] == b'0' && raw[2] != b'e').then_some(BencodeFault::LeadingZero),
                Kind::Bytes => (raw[0] == b'0' && raw[1] != b':').then_some(BencodeFault::LeadingZero),
                Kind::List => None,
                Kind::Dict => {
                    let mut keys = value.entries().map(|(key, _)| key);
                    let mut before = keys.next();
                    keys.any(|key| before.replace(key) >= Some(key)).then_some(BencodeFault::KeysNotSorted)
                }
            };
            if let Some(fault) = fault {
                return Some(BencodeError::new(value.span().start as u64, fault));
            }
        }
        None
    }
}

/// Iterator over the direct children of a value.
#[derive(Clone, Debug)]
pub struct Children<'d> {
    parent: Value<'d>,
    index: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Value<'d>> {
        if self.index >= self.end {
            return None;
        }
        let child = Value { index: self.index, ..self.parent };
        self.index = child.token().next;
        Some(child)
    }
}

/// Iterator over the entries of a dictionary: key, value.
#[derive(Clone, Debug)]
pub struct Entries<'d> {
    children: Children<'d>,
}

impl<'d> Iterator for Entries<'d> {
    type Item = (&'d [u8], Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.children.next()?.as_bytes()?;
        Some((key, self.children.next()?))
    }
}
