//! Uploads: `XMLHttpRequest`, which alone tells how far it is.

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::js_error;
use crate::error::Error;
use crate::transport::{FilePart, Headers, OnProgress, Progress, Request, Response};

type Handler = Closure<dyn FnMut(ProgressEvent)>;

/// The request with its handlers: dropping it cancels, and frees them.
struct Running {
    xhr: XmlHttpRequest,
    /// Must live as long as the browser may call it.
    on_progress: Handler,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.xhr.set_onloadend(None);
        if let Ok(upload) = self.xhr.upload() {
            upload.set_onprogress(None);
        }
        // Does nothing to one that is over.
        let _ = self.xhr.abort();
    }
}

fn to_u64(size: f64) -> u64 {
    // Sizes of files are whole and far below 2⁵³; there is no lossless conversion to call.
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, which is right for a progress bar"
    )]
    let whole = size as u64;
    whole
}

fn start(
    base: &str,
    request: &Request,
    files: &[FilePart],
    progress: OnProgress,
) -> Result<(Running, Promise), Error> {
    let failed = |error| js_error(&error);
    let form = FormData::new().map_err(failed)?;
    for file in files {
        form.append_with_blob_and_filename("file", &file.content, &file.name)
            .map_err(failed)?;
    }
    let xhr = XmlHttpRequest::new().map_err(failed)?;
    let url = format!("{base}{}", request.path);
    xhr.open_with_async(request.method.as_str(), &url, true)
        .map_err(failed)?;
    for (name, value) in &request.headers {
        xhr.set_request_header(name, value).map_err(failed)?;
    }
    let on_progress = Handler::new(move |event: ProgressEvent| {
        let total = event.length_computable().then(|| to_u64(event.total()));
        progress(Progress {
            done: to_u64(event.loaded()),
            total,
        });
    });
    let running = Running { xhr, on_progress };
    let upload = running.xhr.upload().map_err(failed)?;
    upload.set_onprogress(Some(wasm_bindgen::JsCast::unchecked_ref(
        running.on_progress.as_ref(),
    )));
    let over = Promise::new(&mut |resolve: Function, _reject| {
        running.xhr.set_onloadend(Some(&resolve));
    });
    running
        .xhr
        .send_with_opt_form_data(Some(&form))
        .map_err(failed)?;
    Ok((running, over))
}

pub(super) async fn upload(
    base: &str,
    request: Request,
    files: &[FilePart],
    progress: OnProgress,
) -> Result<Response, Error> {
    let (running, over) = start(base, &request, files, progress)?;
    JsFuture::from(over)
        .await
        .map_err(|error| js_error(&error))?;
    let status = running.xhr.status().map_err(|error| js_error(&error))?;
    if status == 0 {
        return Err(Error::Network("upload interrupted".to_owned()));
    }
    let body = running
        .xhr
        .response_text()
        .ok()
        .flatten()
        .unwrap_or_default();
    Ok(Response {
        status,
        headers: Headers::default(),
        body: body.into_bytes(),
    })
}
