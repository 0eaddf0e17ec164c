//! Pages of lists, between the wire's opaque cursors and the database's places.

use guichet_common::Page;
use guichet_common::limits::{PAGE_DEFAULT, PAGE_MAX};
use guichet_db::{PageRequest, Rows};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{Error, Result};

/// Reads `limit` and `cursor` of the list that `list` names (resource and order).
pub fn read_page<K: DeserializeOwned>(
    app: &App,
    list: &str,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<PageRequest<K>> {
    let limit = limit.unwrap_or(PAGE_DEFAULT);
    if !(1..=PAGE_MAX).contains(&limit) {
        let error = guichet_common::FieldError::parameter("limit", "out_of_range");
        return Err(Error::Invalid(vec![
            error.with("min", 1).with("max", PAGE_MAX),
        ]));
    }
    let after = cursor
        .map(|cursor| {
            let position = app.cursors.read(list, cursor)?;
            serde_json::from_slice(&position)
                .map_err(|_changed| Error::parameter("cursor", "invalid_cursor"))
        })
        .transpose()?;
    Ok(PageRequest { limit, after })
}

/// Writes a page of the list that `list` names.
pub fn write_page<T, K: Serialize>(app: &App, list: &str, rows: Rows<T, K>) -> Result<Page<T>> {
    let next_cursor = match rows.next {
        Some(place) => {
            let position = serde_json::to_vec(&place).map_err(Error::internal)?;
            Some(app.cursors.write(list, &position))
        }
        None => None,
    };
    Ok(Page {
        items: rows.items,
        next_cursor,
        total: rows.total.count,
        total_is_exact: rows.total.is_exact,
    })
}
