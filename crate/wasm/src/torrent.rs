//! A `.torrent` file for the page.
//!
//! Owns the value's shape. Must never know how the file is read: that is `core::metainfo`.

use crate::value;
use serde::Serialize;
use swarmscope_core::torrent::metainfo::Metainfo;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// `TorrentInfo` of `www/src/sim/source.ts`.
#[derive(Serialize)]
struct TorrentInfo {
    name: String,
    info_hash: String,
    v2_info_hash: Option<String>,
    pieces: u32,
    piece_length: u32,
    last_piece_length: u32,
    total_length: u64,
    files: Vec<File>,
    private: bool,
}

#[derive(Serialize)]
struct File {
    path: String,
    length: u64,
}

/// Reads a `.torrent` file: its name, hashes, geometry and files. Throws a sentence when it is refused.
#[wasm_bindgen]
pub fn read_torrent(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let torrent = Metainfo::parse(bytes).map_err(|error| JsValue::from(error.to_string()))?;
    let geometry = torrent.geometry();
    let files = torrent.files().iter().filter(|file| !file.pad);
    Ok(value(&TorrentInfo {
        name: torrent.display_name().to_owned(),
        info_hash: hex(torrent.info_hash()),
        v2_info_hash: torrent.v2_info_hash().map(|hash| hex(hash)),
        pieces: geometry.n_pieces(),
        piece_length: geometry.piece_length(),
        last_piece_length: geometry.piece_len(geometry.n_pieces() - 1),
        total_length: geometry.total_length(),
        files: files.map(|file| File { path: file.path.join("/"), length: file.length }).collect(),
        private: torrent.is_private(),
    }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
