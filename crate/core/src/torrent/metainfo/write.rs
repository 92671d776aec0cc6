//! Writing `.torrent` files (BEP 3, 12, 19, 27) in canonical bencoding.
//!
//! Owns the order and spelling of the keys. Must never write what [`Metainfo::parse`] refuses: the finished bytes are
//! parsed before they are handed out, so reader and writer cannot drift apart.

use sha1::{Digest, Sha1};

use super::{Metainfo, MetainfoError, PIECES_MAX};
use crate::torrent::bencode::{DictWriter, Encoded, encode_bytes, encode_int, encode_list};

/// What a new `.torrent` file shall say.
#[derive(Clone, Debug)]
pub struct MetainfoBuilder {
    name: String,
    piece_length: u32,
    content: Content,
    private: bool,
    announce: Vec<Vec<String>>,
    url_list: Vec<String>,
    comment: Option<String>,
    created_by: Option<String>,
    creation_date: Option<u32>,
}

#[derive(Clone, Debug)]
enum Content {
    /// The torrent is one file of this many bytes.
    File(u64),
    /// The torrent is a folder of files.
    Folder(Vec<NewFile>),
}

#[derive(Clone, Debug)]
struct NewFile {
    path: Vec<String>,
    length: u64,
    pad: bool,
}

impl MetainfoBuilder {
    /// A torrent that is one file of `length` bytes.
    #[must_use]
    pub fn single_file(name: &str, piece_length: u32, length: u64) -> MetainfoBuilder {
        MetainfoBuilder::new(name, piece_length, Content::File(length))
    }

    /// A torrent that is a folder; add its files with [`MetainfoBuilder::file`].
    #[must_use]
    pub fn folder(name: &str, piece_length: u32) -> MetainfoBuilder {
        MetainfoBuilder::new(name, piece_length, Content::Folder(Vec::new()))
    }

    fn new(name: &str, piece_length: u32, content: Content) -> MetainfoBuilder {
        MetainfoBuilder {
            name: name.to_owned(),
            piece_length,
            content,
            private: false,
            announce: Vec::new(),
            url_list: Vec::new(),
            comment: None,
            created_by: None,
            creation_date: None,
        }
    }

    /// Adds a file of `length` bytes below the folder. Turns a single file into a folder that holds only what is added.
    #[must_use]
    pub fn file(self, path: &[&str], length: u64) -> MetainfoBuilder {
        self.entry(path, length, false)
    }

    /// Adds `length` bytes of filler (BEP 47).
    #[must_use]
    pub fn pad(self, length: u64) -> MetainfoBuilder {
        self.entry(&[".pad", &length.to_string()], length, true)
    }

    fn entry(mut self, path: &[&str], length: u64, pad: bool) -> MetainfoBuilder {
        let file = NewFile { path: path.iter().map(|&element| element.to_owned()).collect(), length, pad };
        match &mut self.content {
            Content::Folder(files) => files.push(file),
            Content::File(_) => self.content = Content::Folder(vec![file]),
        }
        self
    }

    /// Peers only from the trackers named (BEP 27).
    #[must_use]
    pub fn private(mut self) -> MetainfoBuilder {
        self.private = true;
        self
    }

    /// Adds a tier of trackers (BEP 12).
    #[must_use]
    pub fn tier(mut self, urls: &[&str]) -> MetainfoBuilder {
        self.announce.push(urls.iter().map(|&url| url.to_owned()).collect());
        self
    }

    /// Adds a web seed (BEP 19).
    #[must_use]
    pub fn web_seed(mut self, url: &str) -> MetainfoBuilder {
        self.url_list.push(url.to_owned());
        self
    }

    /// A comment to show.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> MetainfoBuilder {
        self.comment = Some(comment.to_owned());
        self
    }

    /// The program that makes the file.
    #[must_use]
    pub fn created_by(mut self, program: &str) -> MetainfoBuilder {
        self.created_by = Some(program.to_owned());
        self
    }

    /// Seconds since 1970-01-01 UTC; the core has no clock, so the caller says.
    #[must_use]
    pub fn creation_date(mut self, seconds: u32) -> MetainfoBuilder {
        self.creation_date = Some(seconds);
        self
    }

    /// The file, its pieces' SHA-1 hashes taken from `hashes` in order. Never more than [`PIECES_MAX`] are drawn.
    ///
    /// # Errors
    /// What [`Metainfo::parse`] says of the result: a length out of range, a number of hashes that does not fit, …
    pub fn build(&self, hashes: impl IntoIterator<Item = [u8; 20]>) -> Result<Vec<u8>, MetainfoError> {
        let mut pieces = Vec::new();
        for hash in hashes.into_iter().take(PIECES_MAX as usize + 1) {
            pieces.extend_from_slice(&hash);
        }
        let bytes = self.encode(&pieces).into_bytes();
        Metainfo::parse(&bytes)?;
        Ok(bytes)
    }

    /// The file, its pieces hashed from the content: all files' bytes in order, in chunks of any size.
    ///
    /// # Errors
    /// As [`MetainfoBuilder::build`]; content that is too short or too long shows as a wrong number of hashes, unless
    /// the difference stays within the last piece, which is then refused as well.
    pub fn build_from_content<C: AsRef<[u8]>>(
        &self,
        chunks: impl IntoIterator<Item = C>,
    ) -> Result<Vec<u8>, MetainfoError> {
        let piece_length = u64::from(self.piece_length.max(1));
        let mut hashes: Vec<[u8; 20]> = Vec::new();
        let mut hasher = Sha1::new();
        let mut total: u64 = 0;
        for chunk in chunks {
            let mut chunk = chunk.as_ref();
            while !chunk.is_empty() {
                let room = piece_length - total % piece_length;
                let (now, later) = chunk.split_at(room.min(chunk.len() as u64) as usize);
                hasher.update(now);
                total += now.len() as u64;
                chunk = later;
                if total.is_multiple_of(piece_length) {
                    hashes.push(hasher.finalize_reset().into());
                }
            }
        }
        if !total.is_multiple_of(piece_length) {
            hashes.push(hasher.finalize().into());
        }
        let promised = self.total_length();
        if promised != Some(total) {
            return Err(MetainfoError::OutOfRange {
                field: "content, bytes".to_owned(),
                value: total.to_string(),
                allowed: promised.map_or("0..".to_owned(), |total| format!("{total}..={total}")),
            });
        }
        self.build(hashes)
    }

    /// `None` when the sum overflows.
    fn total_length(&self) -> Option<u64> {
        match &self.content {
            Content::File(length) => Some(*length),
            Content::Folder(files) => files.iter().try_fold(0_u64, |sum, f| sum.checked_add(f.length)),
        }
    }

    fn encode(&self, pieces: &[u8]) -> Encoded {
        let mut info = DictWriter::new();
        info.set("name", text(&self.name));
        info.set("piece length", encode_int(i64::from(self.piece_length)));
        info.set("pieces", encode_bytes(pieces));
        if self.private {
            info.set("private", encode_int(1));
        }
        match &self.content {
            Content::File(length) => info.set("length", number(*length)),
            Content::Folder(files) => {
                info.set("files", encode_list(files.iter().map(NewFile::encode)));
            }
        }
        let mut top = DictWriter::new();
        top.set("info", info.finish());
        if let Some(url) = self.announce.iter().flatten().next() {
            top.set("announce", text(url));
            let tier = |tier: &Vec<String>| encode_list(tier.iter().map(|url| text(url)));
            top.set("announce-list", encode_list(self.announce.iter().map(tier)));
        }
        if !self.url_list.is_empty() {
            top.set("url-list", encode_list(self.url_list.iter().map(|url| text(url))));
        }
        if let Some(comment) = &self.comment {
            top.set("comment", text(comment));
        }
        if let Some(program) = &self.created_by {
            top.set("created by", text(program));
        }
        if let Some(seconds) = self.creation_date {
            top.set("creation date", encode_int(i64::from(seconds)));
        }
        top.finish()
    }
}

impl NewFile {
    fn encode(&self) -> Encoded {
        let mut file = DictWriter::new();
        file.set("length", number(self.length));
        file.set("path", encode_list(self.path.iter().map(|element| text(element))));
        if self.pad {
            file.set("attr", text("p"));
        }
        file.finish()
    }
}

fn text(text: &str) -> Encoded {
    encode_bytes(text.as_bytes())
}

/// Lengths beyond `i64` are written as its largest value, which the check on the finished file refuses.
fn number(length: u64) -> Encoded {
    encode_int(i64::try_from(length).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(n: u8) -> impl Iterator<Item = [u8; 20]> {
        (0..n).map(|i| [i; 20])
    }

    #[test]
    fn a_single_file_is_written_canonically_and_reads_back() {
        let bytes = MetainfoBuilder::single_file("a", 16_384, 20_000).tier(&["http://b/c"]).build(hashes(2)).unwrap();
        let expected = [
            b"d8:announce10:http://b/c13:announce-listll10:http://b/cee4:info".as_slice(),
            b"d6:lengthi20000e4:name1:a12:piece lengthi16384e6:pieces40:",
            &[0; 20],
            &[1; 20],
            b"ee",
        ]
        .concat();
        assert_eq!(bytes, expected);
        let metainfo = Metainfo::parse(&bytes).unwrap();
        assert_eq!(metainfo.name(), "a");
        assert_eq!(metainfo.n_pieces(), 2);
        assert_eq!(metainfo.piece_hash(1), &[1; 20]);
        assert_eq!(metainfo.announce(), [["http://b/c"]]);
    }

    #[test]
    fn every_setting_reads_back() {
        let builder = MetainfoBuilder::folder("żółw", 32_768)
            .file(&["d", "e"], 5)
            .pad(32_763)
            .file(&["f"], 1 << 33)
            .private()
            .tier(&["udp://x:1", "wss://y"])
            .tier(&["https://z/announce"])
            .web_seed("http://w/")
            .comment("c")
            .created_by("swarmscope")
            .creation_date(1);
        let n_pieces = 1 + (1 << (33 - 15));
        let bytes = builder.build((0..n_pieces).map(|i: u32| [i as u8; 20])).unwrap();
        let m = Metainfo::parse(&bytes).unwrap();
        assert_eq!((m.name(), m.display_name()), ("żółw", "żółw"));
        assert_eq!((m.n_pieces(), m.total_length()), (n_pieces, (1 << 33) + 32_768));
        let files: Vec<_> = m.files().iter().map(|f| (f.path.join("/"), f.length, f.offset, f.pad)).collect();
        assert_eq!(
            files,
            [
                ("d/e".to_owned(), 5, 0, false),
                (".pad/32763".to_owned(), 32_763, 5, true),
                ("f".to_owned(), 1 << 33, 32_768, false),
            ]
        );
        assert!(m.is_private());
        assert_eq!(m.announce(), [vec!["udp://x:1", "wss://y"], vec!["https://z/announce"]]);
        assert_eq!(m.url_list(), ["http://w/"]);
        assert_eq!((m.comment(), m.created_by()), (Some("c"), Some("swarmscope")));
        assert_eq!(m.creation_date(), Some(1));
    }

    #[test]
    fn content_is_hashed_across_chunks_of_any_size() {
        let content: Vec<u8> = (0..50_000_u32).map(|i| ((i * i) >> 3) as u8).collect();
        let builder = MetainfoBuilder::single_file("a", 16_384, 50_000);
        let whole = builder.build_from_content([&content]).unwrap();
        for chunk in [1, 7, 16_383, 16_384, 16_385, 49_999] {
            assert_eq!(builder.build_from_content(content.chunks(chunk)).unwrap(), whole, "{chunk}");
        }
        let metainfo = Metainfo::parse(&whole).unwrap();
        for (i, piece) in content.chunks(16_384).enumerate() {
            let expected: [u8; 20] = Sha1::digest(piece).into();
            assert_eq!(metainfo.piece_hash(i as u32), &expected);
        }
        let short = builder.build_from_content([&content[1..]]).unwrap_err();
        assert_eq!(short.to_string(), "content, bytes: 49999 is not in 50000..=50000");
    }

    #[test]
    fn what_the_reader_refuses_is_not_written() {
        let error = |builder: MetainfoBuilder, n| builder.build(hashes(n)).unwrap_err().to_string();
        let one = MetainfoBuilder::single_file;
        assert!(error(one("a", 0, 1), 1).starts_with("info.\"piece length\": 0 is not in 1..="));
        assert!(error(one("..", 1, 1), 1).starts_with("info.name: empty"));
        assert!(error(one("a", 1, 3), 2).contains("40 bytes, expected 60 (20 for each of 3 pieces)"));
        assert!(error(one("a", 1, u64::MAX), 2).starts_with("info.length: 9223372036854775807 is not in"));
        assert!(error(MetainfoBuilder::folder("a", 1), 0).starts_with("info.files: empty"));
        let endless = one("a", 1, 1).build(core::iter::repeat([0; 20]));
        assert!(endless.is_err());
    }
}
