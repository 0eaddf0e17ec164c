//! How requests travel: by the browser's `fetch`, or natively by reqwest.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use crate::error::Error;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::{Browser as Platform, fill_random};
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
pub use native::{Native as Platform, fill_random};

/// The bytes of a file: a `Blob` in the browser, which need not be in memory.
#[cfg(target_arch = "wasm32")]
pub type Content = web_sys::Blob;
/// The bytes of a file.
#[cfg(not(target_arch = "wasm32"))]
pub type Content = Vec<u8>;

/// A future that stays on its thread, as the browser's objects must. Dropping it aborts.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What came back: the thing asked for, or the answer that refuses it.
pub type Answer<T> = Result<Result<T, Response>, Error>;

/// Told how far a transfer is. May be called often.
pub type OnProgress = Rc<dyn Fn(Progress)>;

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes so far.
    pub done: u64,
    /// Bytes in all, when known.
    pub total: Option<u64>,
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Path and query, encoded.
    pub path: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<String>,
}

/// The headers of an answer that the client looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers {
    /// The version of what the body shows.
    pub etag: Option<String>,
    /// The body's media type.
    pub content_type: Option<String>,
    /// The body's file name.
    pub content_disposition: Option<String>,
    /// The body's size.
    pub content_length: Option<u64>,
}

/// An answer with its whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Itself when it grants what was asked for.
    pub(crate) fn granted(self) -> Result<Self, Self> {
        if is_success(self.status) {
            Ok(self)
        } else {
            Err(self)
        }
    }
}

pub(crate) const fn is_success(status: u16) -> bool {
    status >= 200 && status < 300
}

/// A body that is read while it arrives.
pub trait ByteStream {
    /// The next bytes; `None` at the end.
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Vec<u8>>, Error>>;
}

/// A file to send.
#[derive(Debug, Clone)]
pub struct FilePart {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Content,
}

#[cfg(target_arch = "wasm32")]
impl From<web_sys::File> for FilePart {
    fn from(file: web_sys::File) -> Self {
        Self {
            name: file.name(),
            content: file.into(),
        }
    }
}

/// A file that was fetched.
#[derive(Debug, Clone)]
pub struct Download {
    /// The name the server gives it.
    pub file_name: Option<String>,
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub content: Content,
}

/// Carries requests to the server and answers back. Every future aborts its request when dropped.
pub trait Transport: Send + Sync {
    /// Sends, and reads the whole answer, whatever its status.
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, Error>>;

    /// Sends, and hands the body over while it arrives.
    fn open(&self, request: Request) -> LocalFuture<'_, Answer<Box<dyn ByteStream>>>;

    /// Sends, and gathers the body into a file.
    fn download(&self, request: Request, progress: OnProgress)
    -> LocalFuture<'_, Answer<Download>>;

    /// Sends the files as `multipart/form-data`, each as a part named `file`.
    fn upload<'a>(
        &'a self,
        request: Request,
        files: &'a [FilePart],
        progress: OnProgress,
    ) -> LocalFuture<'a, Result<Response, Error>>;

    /// Waits for the turn among all that share the refresh cookie; dropping the value ends it.
    fn refresh_turn(&self) -> LocalFuture<'_, Box<dyn Any>>;

    /// Runs the future to its end, even when the returned one is dropped (if the platform can).
    fn detach(&self, task: LocalFuture<'static, ()>) -> LocalFuture<'static, ()>;

    /// Waits.
    fn sleep(&self, time: Duration) -> LocalFuture<'_, ()>;

    /// The time since some fixed moment, on a clock that nobody sets.
    fn elapsed(&self) -> Duration;
}

/// The file name in a `Content-Disposition`: `filename*` (RFC 8187) before `filename`.
pub(crate) fn file_name(disposition: &str) -> Option<String> {
    let parameter = |wanted: &str| {
        disposition.split(';').skip(1).find_map(|part| {
            let (name, value) = part.trim().split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim())
        })
    };
    let extended = parameter("filename*")
        .and_then(|value| {
            value
                .get(..7)?
                .eq_ignore_ascii_case("utf-8''")
                .then(|| value.get(7..))?
        })
        .and_then(percent_decoded);
    extended.or_else(|| parameter("filename").map(|value| value.trim_matches('"').to_owned()))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn the_extended_file_name_wins() {
        let header = "attachment; filename=\"tickets.xlsx\"; filename*=UTF-8''relev%C3%A9.xlsx";
        assert_eq!(file_name(header).as_deref(), Some("relevé.xlsx"));
    }

    #[test]
    fn a_plain_file_name_loses_its_quotes() {
        assert_eq!(
            file_name("attachment; filename=\"a b.csv\"").as_deref(),
            Some("a b.csv")
        );
        assert_eq!(
            file_name("attachment; filename*=UTF-8''%zz; filename=x").as_deref(),
            Some("x")
        );
        assert_eq!(file_name("inline"), None);
    }
}
