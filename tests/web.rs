//! Tests of the bindings in a real browser: `wasm-pack test --headless --chrome` at the root.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_version_is_the_packages() {
    assert_eq!(swarmscope_wasm::version(), env!("CARGO_PKG_VERSION"));
}
