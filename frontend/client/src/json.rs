//! Reading the JSON of answers with little code.
//!
//! serde's derived code reads a structure from an object and, again, from an array, and words its
//! complaints; with `serde_json`'s own deserializer all of that ends up in the portal, for every
//! type of the API. In the browser the text therefore becomes a [`Value`] first (one copy of that
//! code), and [`Lean`] then reads objects only and words nothing, so that the compiler drops the
//! rest: some 80 kB of WebAssembly. Natively `serde_json` does it all, with precise messages.

use guichet_common::Page;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;

/// Reads a whole body.
#[cfg(not(target_arch = "wasm32"))]
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    Ok(serde_json::from_slice(body)?)
}

/// Reads a whole body.
#[cfg(target_arch = "wasm32")]
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    lean(parse(body)?)
}

/// Reads a page; what is around its rows is read by the same code for all kinds of rows.
pub(crate) fn read_page<T: DeserializeOwned>(body: &[u8]) -> Result<Page<T>, Error> {
    let Page {
        items,
        next_cursor,
        total,
        total_is_exact,
    } = read::<Page<Value>>(body)?;
    let items = items.into_iter().map(row).collect::<Result<_, _>>()?;
    Ok(Page {
        items,
        next_cursor,
        total,
        total_is_exact,
    })
}

/// Reads what a JSON value stands for.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    row(value)
}

#[cfg(not(target_arch = "wasm32"))]
fn row<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    Ok(serde_json::from_value(value)?)
}

#[cfg(target_arch = "wasm32")]
use lean::lean as row;
#[cfg(target_arch = "wasm32")]
use lean::{lean, parse};

#[cfg(any(target_arch = "wasm32", test))]
mod lean;
