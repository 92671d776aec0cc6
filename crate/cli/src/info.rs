//! What a `.torrent` says, as text.
//!
//! Owns the words. Must never know how it is read.

use std::fmt::Write;
use swarmscope_core::torrent::metainfo::Metainfo;
use swarmscope_core::torrent::padding::Padding;

/// Files shown at most.
const FILES_MAX: usize = 20;

/// A torrent, described.
pub fn text(torrent: &Metainfo) -> String {
    let geometry = torrent.geometry();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut out = format!("name          {}\ninfo-hash     {}\n", torrent.name(), hex(torrent.info_hash()));
    if let Some(hash) = torrent.v2_info_hash() {
        writeln!(out, "v2 info-hash  {}", hex(hash)).unwrap();
    }
    writeln!(out, "content       {} bytes", geometry.total_length()).unwrap();
    let padding: u64 = torrent.files().iter().filter(|file| file.pad).map(|file| file.length).sum();
    if padding > 0 {
        let needed = geometry.total_length() - Padding::of(torrent).bytes_in_blocks(geometry);
        writeln!(out, "padding       {padding} bytes of it (BEP 47); clients that leave it out fetch {needed} bytes")
            .unwrap();
    }
    writeln!(
        out,
        "pieces        {} of {} bytes, the last one {} bytes",
        geometry.n_pieces(),
        geometry.piece_length(),
        geometry.piece_len(geometry.n_pieces() - 1)
    )
    .unwrap();
    writeln!(out, "blocks        {}", geometry.n_blocks_total()).unwrap();
    writeln!(out, "private       {}", if torrent.is_private() { "yes" } else { "no" }).unwrap();
    for (i, tier) in torrent.announce().iter().enumerate() {
        writeln!(out, "trackers {i}    {}", tier.join("  ")).unwrap();
    }
    let files: Vec<_> = torrent.files().iter().filter(|file| !file.pad).collect();
    writeln!(out, "files         {}", files.len()).unwrap();
    for file in files.iter().take(FILES_MAX) {
        writeln!(out, "  {:>14}  {}", file.length, file.path.join("/")).unwrap();
    }
    if files.len() > FILES_MAX {
        writeln!(out, "  ... and {} more", files.len() - FILES_MAX).unwrap();
    }
    out
}
