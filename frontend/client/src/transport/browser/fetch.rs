//! `fetch`, aborted when its future or its stream is dropped.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, BlobPropertyBag, ReadableStreamDefaultReader, RequestInit};

use super::{js_error, window};
use crate::error::Error;
use crate::transport::{
    Answer, ByteStream, Download, Headers, LocalFuture, OnProgress, Progress, Request, Response,
    file_name, is_success,
};

/// Aborts its request when dropped, which does nothing to one that is over.
#[derive(Debug)]
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn start(base: &str, request: Request) -> Result<(web_sys::Response, Abort), Error> {
    let abort = Abort(AbortController::new().map_err(|error| js_error(&error))?);
    let headers = web_sys::Headers::new().map_err(|error| js_error(&error))?;
    for (name, value) in &request.headers {
        headers.set(name, value).map_err(|error| js_error(&error))?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    let promise = window()?.fetch_with_str_and_init(&format!("{base}{}", request.path), &init);
    let response = JsFuture::from(promise)
        .await
        .map_err(|error| js_error(&error))?;
    Ok((response.unchecked_into(), abort))
}

fn headers(response: &web_sys::Response) -> Headers {
    let all = response.headers();
    let text = |name| all.get(name).ok().flatten();
    Headers {
        etag: text("etag"),
        content_type: text("content-type"),
        content_disposition: text("content-disposition"),
        content_length: text("content-length").and_then(|length| length.parse().ok()),
    }
}

async fn whole(response: web_sys::Response) -> Result<Response, Error> {
    let body = response.array_buffer().map_err(|error| js_error(&error))?;
    let body = JsFuture::from(body)
        .await
        .map_err(|error| js_error(&error))?;
    Ok(Response {
        status: response.status(),
        headers: headers(&response),
        body: Uint8Array::new(&body).to_vec(),
    })
}

pub(super) async fn send(base: &str, request: Request) -> Result<Response, Error> {
    let (response, _abort) = start(base, request).await?;
    whole(response).await
}

/// The body of an answer, chunk by chunk.
struct Reader {
    reader: Option<ReadableStreamDefaultReader>,
    _abort: Abort,
}

impl Reader {
    fn new(response: &web_sys::Response, abort: Abort) -> Self {
        let reader = response
            .body()
            .map(|body| body.get_reader().unchecked_into());
        Self {
            reader,
            _abort: abort,
        }
    }

    async fn chunk(&self) -> Result<Option<Uint8Array>, Error> {
        let Some(reader) = &self.reader else {
            return Ok(None);
        };
        let step = JsFuture::from(reader.read())
            .await
            .map_err(|error| js_error(&error))?;
        let value = Reflect::get(&step, &JsValue::from_str("value"));
        Ok(value.ok().and_then(|value| value.dyn_into().ok()))
    }
}

impl ByteStream for Reader {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Vec<u8>>, Error>> {
        Box::pin(async move { Ok(self.chunk().await?.map(|chunk| chunk.to_vec())) })
    }
}

pub(super) async fn open(base: &str, request: Request) -> Answer<Box<dyn ByteStream>> {
    let (response, abort) = start(base, request).await?;
    if !is_success(response.status()) {
        return Ok(Err(whole(response).await?));
    }
    let reader: Box<dyn ByteStream> = Box::new(Reader::new(&response, abort));
    Ok(Ok(reader))
}

/// The chunks stay the browser's: a large file never enters this module's memory.
pub(super) async fn download(
    base: &str,
    request: Request,
    progress: OnProgress,
) -> Answer<Download> {
    let (response, abort) = start(base, request).await?;
    if !is_success(response.status()) {
        return Ok(Err(whole(response).await?));
    }
    let Headers {
        content_type,
        content_disposition,
        content_length,
        ..
    } = headers(&response);
    let content_type = content_type.unwrap_or_default();
    let reader = Reader::new(&response, abort);
    let parts = Array::new();
    let mut done = 0;
    while let Some(chunk) = reader.chunk().await? {
        done += u64::from(chunk.length());
        parts.push(&chunk);
        progress(Progress {
            done,
            total: content_length,
        });
    }
    let options = BlobPropertyBag::new();
    options.set_type(&content_type);
    let content = Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .map_err(|error| js_error(&error))?;
    let file_name = content_disposition.as_deref().and_then(file_name);
    Ok(Ok(Download {
        file_name,
        content_type,
        content,
    }))
}
