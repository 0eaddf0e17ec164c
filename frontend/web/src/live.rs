//! Live events: pages hear of changes without asking.

use futures_util::future::abortable;
use guichet_client::{Client, LiveEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

type Listener = Callback<LiveEvent>;

/// The one stream of events, shared by all components of a signed-in person.
#[derive(Clone, Copy)]
struct Live {
    listeners: StoredValue<Vec<Listener>>,
}

/// Opens the stream for everything below, until that is gone.
pub fn provide(client: &Client) {
    let live = Live {
        listeners: StoredValue::new(Vec::new()),
    };
    provide_context(live);
    let mut stream = client.stream_events(None);
    let (listening, handle) = abortable(async move {
        // Ends with the session; a lost connection is the stream's own business.
        while let Ok(news) = stream.next().await {
            live.tell(&news);
        }
    });
    on_cleanup(move || handle.abort());
    spawn_local(async move {
        // Aborted when the person signs out: nothing to do then.
        let _ = listening.await;
    });
}

/// Calls `listener` for every event until the component is gone.
pub fn on_event(listener: impl Fn(LiveEvent) + Send + Sync + 'static) {
    let Some(live) = use_context::<Live>() else {
        return;
    };
    let listener = Callback::new(listener);
    live.listeners
        .try_update_value(|listeners| listeners.push(listener));
    on_cleanup(move || {
        live.listeners
            .try_update_value(|listeners| listeners.retain(|other| !other.matches(&listener)));
    });
}

impl Live {
    fn tell(self, event: &LiveEvent) {
        for listener in self.listeners.try_get_value().unwrap_or_default() {
            listener.try_run(event.clone());
        }
    }
}
