//! Natively: reqwest.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderName,
    SET_COOKIE,
};
use reqwest::multipart::{Form, Part};

use super::{
    Answer, ByteStream, Download, FilePart, Headers, LocalFuture, Method, OnProgress, Progress,
    Request, Response, Transport, file_name, is_success,
};
use crate::error::Error;

/// Random bytes of the operating system.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|error| Error::Network(error.to_string()))
}

/// Carries requests by reqwest. Keeps the server's cookies, in memory.
#[derive(Debug)]
pub struct Native {
    base: String,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
    started: Instant,
}

impl Native {
    /// To the server at `base`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            http: reqwest::Client::new(),
            cookies: Mutex::default(),
            started: Instant::now(),
        }
    }

    async fn start(
        &self,
        request: Request,
        form: Option<Form>,
    ) -> Result<reqwest::Response, Error> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self
            .http
            .request(method, format!("{}{}", self.base, request.path));
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(cookies) = self.cookie_header() {
            builder = builder.header(COOKIE, cookies);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        if let Some(form) = form {
            builder = builder.multipart(form);
        }
        let response = builder.send().await?;
        self.keep_cookies(response.headers());
        Ok(response)
    }

    fn cookie_header(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for cookie in headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().ok().and_then(|text| text.split(';').next());
            let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            if value.is_empty() {
                cookies.remove(name.trim());
            } else {
                cookies.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn headers(response: &reqwest::Response) -> Headers {
    let all = response.headers();
    Headers {
        etag: text(all, &ETAG),
        content_type: text(all, &CONTENT_TYPE),
        content_disposition: text(all, &CONTENT_DISPOSITION),
        content_length: text(all, &CONTENT_LENGTH).and_then(|length| length.parse().ok()),
    }
}

async fn whole(response: reqwest::Response) -> Result<Response, Error> {
    let status = response.status().as_u16();
    let headers = headers(&response);
    let body = response.bytes().await?.to_vec();
    Ok(Response {
        status,
        headers,
        body,
    })
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        // The address may hold what a person searched for.
        Self::Network(error.without_url().to_string())
    }
}

struct Body(reqwest::Response);

impl ByteStream for Body {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Vec<u8>>, Error>> {
        Box::pin(async move { Ok(self.0.chunk().await?.map(|chunk| chunk.to_vec())) })
    }
}

impl Transport for Native {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, Error>> {
        Box::pin(async move { whole(self.start(request, None).await?).await })
    }

    fn open(&self, request: Request) -> LocalFuture<'_, Answer<Box<dyn ByteStream>>> {
        Box::pin(async move {
            let response = self.start(request, None).await?;
            if is_success(response.status().as_u16()) {
                let body: Box<dyn ByteStream> = Box::new(Body(response));
                Ok(Ok(body))
            } else {
                Ok(Err(whole(response).await?))
            }
        })
    }

    fn download(
        &self,
        request: Request,
        progress: OnProgress,
    ) -> LocalFuture<'_, Answer<Download>> {
        Box::pin(async move {
            let mut response = self.start(request, None).await?;
            if !is_success(response.status().as_u16()) {
                return Ok(Err(whole(response).await?));
            }
            let Headers {
                content_type,
                content_disposition,
                content_length,
                ..
            } = headers(&response);
            let mut content = Vec::new();
            let mut done = 0;
            while let Some(chunk) = response.chunk().await? {
                content.extend_from_slice(&chunk);
                done += u64::try_from(chunk.len()).unwrap_or_default();
                progress(Progress {
                    done,
                    total: content_length,
                });
            }
            Ok(Ok(Download {
                file_name: content_disposition.as_deref().and_then(file_name),
                content_type: content_type.unwrap_or_default(),
                content,
            }))
        })
    }

    fn upload<'a>(
        &'a self,
        request: Request,
        files: &'a [FilePart],
        progress: OnProgress,
    ) -> LocalFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            let total = files.iter().map(|file| file.content.len()).sum::<usize>();
            let total = u64::try_from(total).ok();
            let mut form = Form::new();
            for file in files {
                let part = Part::bytes(file.content.clone()).file_name(file.name.clone());
                form = form.part("file", part);
            }
            progress(Progress { done: 0, total });
            let response = whole(self.start(request, Some(form)).await?).await?;
            progress(Progress {
                done: total.unwrap_or_default(),
                total,
            });
            Ok(response)
        })
    }

    fn refresh_turn(&self) -> LocalFuture<'_, Box<dyn Any>> {
        // The cookie is this client's own.
        Box::pin(async {
            let turn: Box<dyn Any> = Box::new(());
            turn
        })
    }

    fn detach(&self, task: LocalFuture<'static, ()>) -> LocalFuture<'static, ()> {
        task
    }

    fn sleep(&self, time: Duration) -> LocalFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}
