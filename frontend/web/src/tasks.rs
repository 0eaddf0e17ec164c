//! Requests that live as long as the component that makes them.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A future of the page's thread.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The requests under way of one component: dropped, and with that aborted, when it goes.
#[derive(Debug, Clone, Copy)]
pub struct Tasks {
    running: StoredValue<Running>,
}

#[derive(Debug, Default)]
struct Running {
    next: u32,
    /// Few at a time: a list is found through faster than a tree is built.
    handles: Vec<(u32, AbortHandle)>,
}

impl Tasks {
    /// None yet. Call it in the component.
    #[must_use]
    pub fn new() -> Self {
        let running = StoredValue::new(Running::default());
        on_cleanup(move || {
            running.try_update_value(|running| {
                for (_, handle) in &running.handles {
                    handle.abort();
                }
            });
        });
        Self { running }
    }

    /// Starts one; the handle ends it early. Does nothing when the component is gone.
    pub fn spawn(self, task: impl Future<Output = ()> + 'static) -> AbortHandle {
        self.spawn_boxed(Box::pin(task))
    }

    fn spawn_boxed(self, task: Task) -> AbortHandle {
        let (task, handle) = abortable(task);
        let own = handle.clone();
        let id = self.running.try_update_value(|running| {
            running.next = running.next.wrapping_add(1);
            running.handles.push((running.next, own));
            running.next
        });
        let Some(id) = id else {
            handle.abort();
            return handle;
        };
        spawn_local(async move {
            // An aborted task has nobody left to tell.
            let _ = task.await;
            self.running
                .try_update_value(|running| running.handles.retain(|(other, _)| *other != id));
        });
        handle
    }
}

impl Default for Tasks {
    fn default() -> Self {
        Self::new()
    }
}
