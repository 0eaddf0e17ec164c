//! What can be done with an entry besides changing its fields.

pub mod clients;
pub mod people;
pub mod providers;
pub mod timers;

use guichet_common::vocabulary::Language;
use guichet_ui::{Toaster, use_toaster};
use leptos::prelude::*;

use super::sources::Answer;
use crate::failure::Failure;
use crate::language::use_language;
use crate::tasks::Tasks;

/// Requests of the tools of one entry, one at a time.
#[derive(Clone, Copy)]
struct Work {
    busy: RwSignal<bool>,
    tasks: Tasks,
    language: Language,
    toaster: Toaster,
}

impl Work {
    fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            tasks: Tasks::new(),
            language: use_language(),
            toaster: use_toaster(),
        }
    }

    /// Does something; `then` hears of it when it is done, and of a failure the person.
    fn run<T: 'static>(self, answer: Answer<T>, then: impl FnOnce(T) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.tasks.spawn(async move {
            let answer = answer.await;
            self.busy.try_set(false);
            match answer {
                Ok(value) => then(value),
                Err(error) => self.toaster.error(Failure::new(self.language, &error).text),
            }
        });
    }
}

/// One thing that can be done: what it is on the left, its button on the right.
#[component]
fn Tool(
    /// What it is.
    #[prop(into)]
    title: String,
    /// What it does, in a sentence.
    #[prop(into)]
    text: String,
    /// The button.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="tools__item">
            <div class="tools__text">
                <h3>{title}</h3>
                <p class="muted">{text}</p>
            </div>
            <div class="tools__action">{children()}</div>
        </li>
    }
}

/// The tools of an entry, under a heading.
#[component]
fn Tools(
    /// "Accès et données"
    #[prop(into)]
    title: String,
    /// The tools.
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <section class="card card__body stack" aria-label=name>
            <h2>{title}</h2>
            <ul class="tools">{children()}</ul>
        </section>
    }
}
