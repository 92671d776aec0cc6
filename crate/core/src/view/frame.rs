//! The frame: what the page reads, as columns in one aligned buffer.
//!
//! Owns the layout: blocks of columns, each declared once with its name and type, and the buffer they lie in. The
//! TypeScript reader is generated from [`BLOCKS`]. Must never know what the numbers mean (`view` fills them in) or who reads.
//!
//! ```text
//! u32 words: magic | LAYOUT_VERSION | epoch | number of columns | offset, count of column 0 | offset, count of column 1 | ... | columns
//! ```
//! Offsets are bytes from the beginning of the buffer and multiples of 8, counts are elements: a reader makes typed-array
//! views over wasm's memory, or over a copy that a worker posted, by the same rule.

/// Names the buffer: "SWRM" read as a little-endian number.
pub const MAGIC: u32 = 0x4d52_5753;
/// Changes whenever a column is added, removed, renamed or gets another meaning.
pub const LAYOUT_VERSION: u32 = 5;

/// The type of a column's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One byte.
    U8,
    /// Four bytes.
    U32,
    /// Four bytes, single precision.
    F32,
    /// Eight bytes, double precision.
    F64,
}

impl Kind {
    /// Bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            Kind::U8 => 1,
            Kind::U32 | Kind::F32 => 4,
            Kind::F64 => 8,
        }
    }
}

/// One column: its name, its type, and what it tells.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name, in Rust's spelling.
    pub name: &'static str,
    /// Type of the elements.
    pub kind: Kind,
    /// Shape, unit and meaning.
    pub doc: &'static str,
}

/// Columns that belong together: a row is the same thing in each of them.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name, in Rust's spelling.
    pub name: &'static str,
    /// What one row is.
    pub doc: &'static str,
    /// The columns.
    pub columns: &'static [Column],
}

macro_rules! layout {
    ($($(#[doc = $block_doc:literal])* $module:ident { $($column:ident $constant:ident $kind:ident $doc:literal;)* })*) => {
        /// The whole layout, in order.
        pub const BLOCKS: &[Table] = &[$(Table {
            name: stringify!($module),
            doc: concat!($($block_doc),*),
            columns: &[$(Column { name: stringify!($column), kind: Kind::$kind, doc: $doc },)*],
        },)*];

        /// The types of all columns by block, without the sentences, which the page would load.
        const KINDS: &[&[Kind]] = &[$(&[$(Kind::$kind,)*],)*];

        layout!(@number 0usize; $($module { $($constant)* })*);
    };
    (@number $n:expr; $module:ident { $($constant:ident)* } $($rest:tt)*) => {
        layout!(@block $n; $module; { $($constant)* }; {}; $($rest)*);
    };
    (@number $n:expr;) => {
        /// How many columns there are.
        pub const N_COLUMNS: usize = $n;
    };
    (@block $n:expr; $module:ident; { $head:ident $($tail:ident)* }; { $($done:tt)* }; $($rest:tt)*) => {
        layout!(@block $n + 1; $module; { $($tail)* }; { $($done)* #[allow(missing_docs)] pub const $head: usize = $n; }; $($rest)*);
    };
    (@block $n:expr; $module:ident; {}; { $($done:tt)* }; $($rest:tt)*) => {
        #[doc = concat!("Column numbers of the block `", stringify!($module), "`.")]
        pub mod $module { $($done)* }
        layout!(@number $n; $($rest)*);
    };
}

layout! {
    /// The whole swarm: one row.
    swarm {
        now_s NOW_S F64 "simulated now, seconds";
        events EVENTS F64 "events processed since the beginning";
        n_pieces N_PIECES F64 "pieces of the torrent";
        piece_length PIECE_LENGTH F64 "bytes of a whole piece";
        total_length TOTAL_LENGTH F64 "bytes of the content";
        have_words HAVE_WORDS F64 "32-bit words of one peer's row in the block have";
        present PRESENT F64 "peers that are there";
        leeching LEECHING F64 "of these, incomplete";
        seeding SEEDING F64 "of these, complete, and giving what they have";
        arrived ARRIVED F64 "peers that ever came";
        reached REACHED F64 "peers that a first block has reached";
        completed COMPLETED F64 "peers that became complete here";
        departed DEPARTED F64 "peers that went";
        uploaded UPLOADED F64 "payload bytes sent and received whole";
        from_seeders FROM_SEEDERS F64 "of these, bytes sent by peers that came as seeders";
        wasted WASTED F64 "payload bytes received that the receiver had already, or that failed their hash";
        overhead OVERHEAD F64 "bytes of messages other than payload";
        up_rate UP_RATE F64 "bytes per second that all peers together uploaded over the last series sample";
        rarest_copies RAREST_COPIES F64 "copies of the rarest piece among the peers that are there";
        tracker_up TRACKER_UP F64 "1 when the tracker answers";
        laws_checked LAWS_CHECKED F64 "checks of the swarm's laws so far";
        laws_broken LAWS_BROKEN F64 "checks that failed";
        next_event_s NEXT_EVENT_S F64 "moment of the next event, seconds; infinite when nothing will happen";
        finished FINISHED F64 "1 when everybody who came is complete or gone and nobody else will come";
        bound_s BOUND_S F64 "lower bound of the last completion for a swarm where all come at 0 and stay, seconds; 0 when it does not apply";
        detail DETAIL F64 "how much is told of each peer, one of `Detail`; of those that are watched always everything";
        one_in ONE_IN F64 "one in so many blocks on their way is told, a power of two";
        trace_hash_low TRACE_HASH_LOW F64 "lower 32 bits of the trace hash";
        trace_hash_high TRACE_HASH_HIGH F64 "upper 32 bits of the trace hash";
    }
    /// The peers that are there, by rising id.
    peers {
        id ID U32 "the peer's number, never given to another";
        state STATE U8 "what it is doing, one of `PeerState`";
        flags FLAGS U8 "bits: `peer_flags`";
        tile TILE U8 "its look in one byte: its `Role` times 32, and a level: 0 as long as nothing has come, 1 from its first block on, 2 to 30 by its share from its first piece on, 31 when it is complete";
        have HAVE U32 "pieces verified";
        reached REACHED U32 "its place in the order in which peers were reached by a first block, from 1; 0 as long as none has come";
    }
    /// What else is told of a peer, by rising id: of everybody until detail is `Tiles`, then of those that are watched.
    details {
        id ID U32 "the peer's number";
        group GROUP U32 "index of its group; commands append groups";
        neighbours NEIGHBOURS U32 "open connections";
        unchoked UNCHOKED U32 "neighbours it unchokes";
        upload_rate UPLOAD_RATE F32 "bytes per second sent, over the last 20 s";
        download_rate DOWNLOAD_RATE F32 "bytes per second received, over the last 20 s";
        upload_capacity UPLOAD_CAPACITY F32 "bytes per second its uplink takes";
        download_capacity DOWNLOAD_CAPACITY F32 "bytes per second its downlink takes";
        uploaded UPLOADED F64 "payload bytes sent that arrived";
        downloaded DOWNLOADED F64 "payload bytes received";
        joined_s JOINED_S F64 "when it came, seconds";
        completed_s COMPLETED_S F64 "when it was complete, seconds; NaN when it is not, its arrival when it came so";
    }
    /// Whose pieces are told, by rising id: everybody's while detail is `Whole`, then those of peers that are watched.
    owners {
        id ID U32 "the peer's number";
    }
    /// Verified pieces, a row of have_words words for each row of owners; piece i is bit i % 32 of word i / 32.
    have {
        bits BITS U32 "packed bits";
    }
    /// Pieces of which an owner has a part, in no order.
    partials {
        owner OWNER U32 "the peer's number";
        piece PIECE U32 "piece";
        blocks BLOCKS U32 "its blocks";
        here HERE U32 "of these, received";
        bits BITS U32 "which: bit i is block i, of the first 32";
    }
    /// Peers alike, a row for each role that somebody has.
    classes {
        role ROLE U8 "one of `Role`";
        peers PEERS U32 "how many there are";
        upload_rate UPLOAD_RATE F32 "bytes per second that they sent together, over the last 20 s";
        download_rate DOWNLOAD_RATE F32 "bytes per second that they received together, over the last 20 s";
    }
    /// All blocks on their way, gathered by the roles of sender and receiver.
    flows {
        from FROM U8 "`Role` of the senders";
        to TO U8 "`Role` of the receivers";
        blocks BLOCKS U32 "blocks on their way";
        bytes BYTES F64 "their payload bytes";
    }
    /// The pieces.
    pieces {
        copies COPIES U32 "verified copies among the peers that are there: what an observer sees and no peer knows";
        brought BROUGHT U32 "of these, at peers that brought the content";
    }
    /// Open connections; in each row a < b. All while detail is `Whole`, those that carried something and are unchoked while it is `Crowd`, and
    /// always all of those that are watched.
    links {
        a A U32 "id of one end";
        b B U32 "id of the other end";
        flags FLAGS U8 "bits: `link_flags`";
        rate_ab RATE_AB F32 "bytes per second from a to b, over the last 20 s";
        rate_ba RATE_BA F32 "bytes per second from b to a, over the last 20 s";
    }
    /// Blocks on their way, in the order they began: one in `one_in` of them, and all of those that are watched. At time t a block is at (t - start_s) / (end_s - start_s) of its way.
    flights {
        from FROM U32 "id of the sender";
        to TO U32 "id of the receiver";
        piece PIECE U32 "piece";
        block BLOCK U32 "block inside the piece";
        start_s START_S F64 "its first byte left, seconds";
        end_s END_S F64 "its last byte arrives, seconds; may grow while it waits at a full downlink";
    }
    /// The latest messages that act on requests and slots, oldest first; only while detail is `Whole`.
    acts {
        t_s T_S F64 "when it was sent, seconds";
        kind KIND U8 "what it says, one of `ActKind`";
        from FROM U32 "id of the sender; of an announcement the only peer";
        to TO U32 "id of the receiver; of an announcement the sender again";
        piece PIECE U32 "piece of a request, cancel, reject or announcement, else 0";
        block BLOCK U32 "block inside the piece, else 0";
        latency_s LATENCY_S F64 "how long a message of this pair takes at least, seconds; 0 where they are no longer connected";
    }
    /// Samples of the whole swarm at even steps of simulated time, oldest first; the step doubles when there are too many.
    series {
        t_s T_S F64 "moment of the sample, seconds";
        leeching LEECHING U32 "incomplete peers there";
        seeding SEEDING U32 "complete peers there that give what they have";
        reached REACHED U32 "peers that a first block had reached";
        up_rate UP_RATE F32 "bytes per second uploaded by all since the sample before";
        seeder_rate SEEDER_RATE F32 "of these, by peers that came as seeders";
        rarest_copies RAREST_COPIES U32 "copies of the rarest piece";
    }
    /// The latest things worth telling, oldest first.
    notices {
        t_s T_S F64 "when, seconds";
        kind KIND U8 "what happened, one of `NoticeKind`";
        peer PEER U32 "the peer it is about";
        other OTHER U32 "the other peer of a snub or ban, the piece of a failed hash, the first piece that is lost, else 0";
    }
}

/// One frame's columns, in a buffer that is reused from frame to frame.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    words: Vec<u64>,
    epoch: u32,
}

impl Frame {
    /// Lays the columns out for these row counts, one count for each block, all zeros.
    pub fn begin(&mut self, rows: &[usize; BLOCKS.len()]) {
        self.epoch = self.epoch.wrapping_add(1);
        let mut offset = (4 + 2 * N_COLUMNS).div_ceil(2) * 8;
        let mut directory = Vec::with_capacity(2 * N_COLUMNS);
        for (kinds, &count) in KINDS.iter().zip(rows) {
            for kind in *kinds {
                directory.extend([offset as u32, count as u32]);
                offset += (kind.size() * count).div_ceil(8) * 8;
            }
        }
        self.words.clear();
        self.words.resize(offset / 8, 0);
        let epoch = self.epoch;
        let header: &mut [u32] = bytemuck::cast_slice_mut(&mut self.words);
        header[..4].copy_from_slice(&[MAGIC, LAYOUT_VERSION, epoch, N_COLUMNS as u32]);
        header[4..4 + directory.len()].copy_from_slice(&directory);
    }

    /// The buffer.
    pub fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.words)
    }

    /// The column of that number, as elements of its type.
    pub fn column<T: bytemuck::AnyBitPattern>(&self, column: usize) -> &[T] {
        let (offset, count) = self.place::<T>(column);
        bytemuck::cast_slice(&self.bytes()[offset..offset + count * size_of::<T>()])
    }

    /// The column of that number, to write.
    pub fn column_mut<T: bytemuck::Pod>(&mut self, column: usize) -> &mut [T] {
        let (offset, count) = self.place::<T>(column);
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut self.words);
        bytemuck::cast_slice_mut(&mut bytes[offset..offset + count * size_of::<T>()])
    }

    fn place<T>(&self, column: usize) -> (usize, usize) {
        let kind = KINDS.iter().copied().flatten().nth(column).copied();
        assert_eq!(kind.map(Kind::size), Some(size_of::<T>()), "column {column} has other elements");
        let header: &[u32] = bytemuck::cast_slice(&self.words);
        (header[4 + 2 * column] as usize, header[5 + 2 * column] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_do_not_overlap_and_are_aligned() {
        let mut frame = Frame::default();
        frame.begin(&[1, 3, 3, 3, 6, 4, 2, 1, 40, 2, 5, 3, 7, 1]);
        frame.column_mut::<u32>(peers::ID).copy_from_slice(&[7, 8, 9]);
        frame.column_mut::<u8>(peers::STATE).copy_from_slice(&[1, 2, 3]);
        frame.column_mut::<f64>(swarm::NOW_S)[0] = 1.5;
        frame.column_mut::<u32>(notices::OTHER)[0] = 99;
        assert_eq!(frame.column::<u32>(peers::ID), [7, 8, 9]);
        assert_eq!(frame.column::<u8>(peers::STATE), [1, 2, 3]);
        assert_eq!(frame.column::<u8>(peers::FLAGS), [0, 0, 0]);
        assert_eq!(frame.column::<f64>(swarm::NOW_S), [1.5]);
        let mut end = 0;
        for (i, column) in BLOCKS.iter().flat_map(|block| block.columns).enumerate() {
            let header: &[u32] = bytemuck::cast_slice(frame.bytes());
            let (offset, count) = (header[4 + 2 * i] as usize, header[5 + 2 * i] as usize);
            assert!(offset >= end && offset % 8 == 0, "{}", column.name);
            end = offset + count * column.kind.size();
        }
        assert!(end <= frame.bytes().len());
        assert_eq!(notices::OTHER + 1, N_COLUMNS);
    }
}
