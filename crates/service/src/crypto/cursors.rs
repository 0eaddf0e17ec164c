//! Cursors of lists: where the next page begins, opaque and signed, and bound to the list and
//! order that they came from.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::secret::{Key, Secret};
use crate::error::{Error, Result};

/// Makes and reads cursors.
#[derive(Debug, Clone)]
pub struct Cursors(Key);

impl Cursors {
    /// With a key of this instance.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self(secret.key("cursor"))
    }

    /// The cursor of a position in the list that `list` names (resource and order).
    #[must_use]
    pub fn write(&self, list: &str, position: &[u8]) -> String {
        let tag = self.0.sign(&[list.as_bytes(), position]);
        let bytes: Vec<u8> = tag.iter().take(16).chain(position).copied().collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor; one of another list, or not ours, is a wrong parameter.
    pub fn read(&self, list: &str, cursor: &str) -> Result<Vec<u8>> {
        URL_SAFE_NO_PAD
            .decode(cursor)
            .ok()
            .and_then(|bytes| {
                let (tag, position) = bytes.split_at_checked(16)?;
                self.0
                    .verifies(&[list.as_bytes(), position], tag)
                    .then(|| position.to_vec())
            })
            .ok_or_else(|| Error::parameter("cursor", "invalid_cursor"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursor_of_another_list_or_forged_is_refused() {
        let cursors = Cursors::new(&Secret::random().unwrap());
        let cursor = cursors.write("tickets:-created_at", b"42");
        assert_eq!(cursors.read("tickets:-created_at", &cursor).unwrap(), b"42");
        assert!(cursors.read("tickets:number", &cursor).is_err());
        assert!(cursors.read("tickets:-created_at", "").is_err());
        assert!(cursors.read("tickets:-created_at", &cursor[1..]).is_err());
    }
}
