//! A `.torrent` file for the page.
//!
//! Owns the value's shape. Must never know how the file is read: that is `core::metainfo`.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Reads a `.torrent` file: its name, hashes, geometry and files. Throws a sentence when it is refused.
#[wasm_bindgen]
pub fn read_torrent(_bytes: &[u8]) -> Result<JsValue, JsValue> {
    Err(JsValue::from("torrents cannot be read yet"))
}
