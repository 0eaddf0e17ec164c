//! In the browser: `fetch`, `XMLHttpRequest` for the progress of uploads, Web Locks.

mod fetch;
mod lock;
mod upload;

use std::any::Any;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Window;

use super::{
    Answer, ByteStream, Download, FilePart, LocalFuture, OnProgress, Request, Response, Transport,
};
use crate::error::Error;

/// Carries requests by the browser.
#[derive(Debug, Clone)]
pub struct Browser {
    base: String,
}

impl Browser {
    /// To the server at `base`; `""` is the page's own.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
        }
    }
}

/// Random bytes of the browser's generator.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), Error> {
    let crypto = window()?.crypto().map_err(|error| js_error(&error))?;
    crypto
        .get_random_values_with_u8_array(bytes)
        .map_err(|error| js_error(&error))?;
    Ok(())
}

fn window() -> Result<Window, Error> {
    web_sys::window().ok_or_else(|| Error::Network("no window".to_owned()))
}

/// An exception of the browser's in our words.
fn js_error(error: &JsValue) -> Error {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) if error.name() == "AbortError" => Error::Aborted,
        Some(error) => Error::Network(error.message().into()),
        None => Error::Network("unknown".to_owned()),
    }
}

/// A timer that goes when nobody waits any more.
struct Timer(Option<i32>);

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(id), Ok(window)) = (self.0, window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

async fn sleep(time: Duration) {
    let millis = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
    let mut timer = Timer(None);
    let fired = Promise::new(&mut |resolve, _reject| {
        timer.0 = window().ok().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis)
                .ok()
        });
    });
    let _ = JsFuture::from(fired).await;
    drop(timer);
}

impl Transport for Browser {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, Error>> {
        Box::pin(fetch::send(&self.base, request))
    }

    fn open(&self, request: Request) -> LocalFuture<'_, Answer<Box<dyn ByteStream>>> {
        Box::pin(fetch::open(&self.base, request))
    }

    fn download(
        &self,
        request: Request,
        progress: OnProgress,
    ) -> LocalFuture<'_, Answer<Download>> {
        Box::pin(fetch::download(&self.base, request, progress))
    }

    fn upload<'a>(
        &'a self,
        request: Request,
        files: &'a [FilePart],
        progress: OnProgress,
    ) -> LocalFuture<'a, Result<Response, Error>> {
        Box::pin(upload::upload(&self.base, request, files, progress))
    }

    fn refresh_turn(&self) -> LocalFuture<'_, Box<dyn Any>> {
        Box::pin(async {
            let turn: Box<dyn Any> = Box::new(lock::acquire("guichet-refresh").await);
            turn
        })
    }

    fn detach(&self, task: LocalFuture<'static, ()>) -> LocalFuture<'static, ()> {
        // A promise runs whether or not anybody waits for it.
        let promise = future_to_promise(async move {
            task.await;
            Ok(JsValue::UNDEFINED)
        });
        Box::pin(async move {
            let _ = JsFuture::from(promise).await;
        })
    }

    fn sleep(&self, time: Duration) -> LocalFuture<'_, ()> {
        Box::pin(sleep(time))
    }

    fn elapsed(&self) -> Duration {
        let millis = window()
            .ok()
            .and_then(|window| window.performance())
            .map(|clock| clock.now());
        Duration::try_from_secs_f64(millis.unwrap_or_default() / 1000.0).unwrap_or_default()
    }
}
