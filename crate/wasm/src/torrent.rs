//! A `.torrent` file for the page.

use crate::value;
use swarmscope_core::torrent::metainfo::Metainfo;
use swarmscope_core::view::torrent::TorrentInfo;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Reads a `.torrent` file: its name, hashes, geometry and files. Throws a sentence when it is refused.
#[wasm_bindgen]
pub fn read_torrent(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let torrent = Metainfo::parse(bytes).map_err(|error| JsValue::from(error.to_string()))?;
    Ok(value(&TorrentInfo::new(&torrent)))
}
