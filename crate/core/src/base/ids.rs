//! Typed indices: a number that names a thing of one kind and cannot be taken for another.
//!
//! Owns the index types. Must never know what stands behind them.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident($int:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $int);

        impl $name {
            /// As an index into a column.
            #[inline]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

index! {
    /// A peer of the swarm; also its address, as the tracker hands it out. Never given to another peer.
    PeerIdx(u32)
}
index! {
    /// A service of the run, such as the tracker.
    ServiceIdx(u16)
}
index! {
    /// A piece of the torrent, from 0.
    PieceIdx(u32)
}
index! {
    /// A 16 KiB block inside its piece, from 0.
    BlockIdx(u32)
}
index! {
    /// A neighbour, by its place in one peer's list. The place is used again when the neighbour has gone.
    NeighbourIdx(u16)
}
index! {
    /// A machine behind an access link.
    HostIdx(u32)
}
index! {
    /// One end of a connection in the network's table: ends `2k` and `2k + 1` belong together.
    EndIdx(u32)
}
index! {
    /// One direction of a connection that carries blocks.
    PipeIdx(u32)
}
index! {
    /// A torrent of the run, in the scenario's order.
    TorrentIdx(u16)
}
index! {
    /// A client: a program on a host.
    ClientIdx(u32)
}
index! {
    /// A group of peers in the scenario.
    GroupIdx(u16)
}

impl EndIdx {
    /// The other end of the same connection.
    #[inline]
    pub const fn other(self) -> EndIdx {
        EndIdx(self.0 ^ 1)
    }
}

/// A block of a piece, as requests name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockRef {
    /// The piece.
    pub piece: PieceIdx,
    /// The block inside the piece.
    pub block: BlockIdx,
}
