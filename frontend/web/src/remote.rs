//! What a page reads from the server: loading, there, or failed.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::failure::Failure;

type Request<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Where reading something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load<T> {
    /// The first answer is not there yet.
    Loading,
    /// Here it is.
    Ready(T),
    /// It could not be read.
    Failed(Failure),
}

impl<T> Load<T> {
    /// The value, when it is there.
    pub const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// A value of the server's that a component shows. A later request replaces an earlier one; all
/// are dropped, and with that aborted, when the component goes.
#[derive(Debug)]
pub struct Remote<T: Send + Sync + 'static> {
    /// The value, or why there is none.
    pub state: RwSignal<Load<T>>,
    /// A request is under way while an older value is shown.
    pub refreshing: RwSignal<bool>,
    running: StoredValue<Option<AbortHandle>>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Nothing asked yet.
    #[must_use]
    pub fn new() -> Self {
        let running = StoredValue::new(None::<AbortHandle>);
        on_cleanup(move || {
            if let Some(Some(handle)) = running.try_get_value() {
                handle.abort();
            }
        });
        Self {
            state: RwSignal::new(Load::Loading),
            refreshing: RwSignal::new(false),
            running,
        }
    }

    /// Asks. What is shown stays until the answer comes.
    pub fn load(self, request: impl Future<Output = Result<T, Failure>> + 'static) {
        self.start(Box::pin(request), false);
    }

    /// Asks without showing that it does, and keeps what is shown if it fails: for live updates.
    pub fn load_quietly(self, request: impl Future<Output = Result<T, Failure>> + 'static) {
        self.start(Box::pin(request), true);
    }

    fn start(self, request: Request<T>, quiet: bool) {
        let (request, handle) = abortable(request);
        if let Some(Some(earlier)) = self.running.try_get_value() {
            earlier.abort();
        }
        self.running.try_set_value(Some(handle));
        let is_ready = self
            .state
            .try_with_untracked(|state| state.ready().is_some());
        let is_ready = is_ready.unwrap_or_default();
        if !is_ready {
            self.state.try_set(Load::Loading);
        }
        self.refreshing.try_set(is_ready && !quiet);
        spawn_local(async move {
            // An aborted request was replaced, or nobody looks any more.
            let Ok(answer) = request.await else { return };
            self.refreshing.try_set(false);
            match answer {
                Ok(value) => {
                    self.state.try_set(Load::Ready(value));
                }
                Err(_) if quiet && is_ready => {}
                Err(failure) => {
                    self.state.try_set(Load::Failed(failure));
                }
            }
        });
    }
}

impl<T: Clone + Send + Sync + 'static> Default for Remote<T> {
    fn default() -> Self {
        Self::new()
    }
}
