//! A `.torrent` file for the page. A module of its own: it would be a seventh of the simulator's, and few visits drop a file.

use serde::Serialize;
use swarmscope_core::torrent::metainfo::Metainfo;
use swarmscope_core::view::torrent::TorrentInfo;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Reads a `.torrent` file: its name, hashes, geometry and files. Throws a sentence when it is refused.
#[wasm_bindgen]
pub fn read_torrent(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let torrent = Metainfo::parse(bytes).map_err(|error| JsValue::from(error.to_string()))?;
    let info = TorrentInfo::new(&torrent).serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    info.map_err(JsValue::from)
}
