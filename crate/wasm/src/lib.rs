//! Thin bindings from the simulator to JavaScript: no logic of its own.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of this build, as the page shows it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
