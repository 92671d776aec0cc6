//! The last words of a panic, kept for the page.
//!
//! Owns the panic hook. Must never know what the page does with them. A panic is an `unreachable` trap in JavaScript, which
//! says nothing; the text is fetched afterwards with [`last_panic`], which touches no object and so still answers.

use std::sync::{Mutex, PoisonError};
use wasm_bindgen::prelude::wasm_bindgen;

static LAST: Mutex<Option<String>> = Mutex::new(None);

#[wasm_bindgen(start)]
fn keep_last_words() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let text = match panic.location() {
            Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
            None => message.to_owned(),
        };
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }));
}

/// What the last panic said, and where it was; nothing when there was none.
#[wasm_bindgen]
pub fn last_panic() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Panics, so that tests can see what the page makes of it.
#[doc(hidden)]
#[wasm_bindgen]
pub fn panic_for_test() {
    panic!("a test asked for this panic");
}
