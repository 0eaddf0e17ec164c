//! The browser's files and addresses. Outside of a browser, where pages are only compiled for
//! their tests, there are none.

use guichet_client::{Content, FilePart};
use web_sys::File;

/// A chosen file as the client sends it.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn file_part(file: &File) -> FilePart {
    FilePart::from(file.clone())
}

/// A chosen file as the client sends it.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn file_part(file: &File) -> FilePart {
    FilePart {
        name: file.name(),
        content: Vec::new(),
    }
}

/// An address under which the page can show these bytes, until it is revoked.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn object_url(content: &Content) -> Option<String> {
    web_sys::Url::create_object_url_with_blob(content).ok()
}

/// An address under which the page can show these bytes, until it is revoked.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn object_url(_content: &Content) -> Option<String> {
    None
}

/// Lets the bytes of an address go.
pub fn revoke_url(url: &str) {
    // Fails for nothing that was made here.
    let _ = web_sys::Url::revoke_object_url(url);
}
