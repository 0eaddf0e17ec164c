//! Forms that are described rather than written: which fields, what is filled in, what is wrong.

mod chooser;
mod person;
mod state;
mod values;
mod view;

pub use chooser::Chooser;
pub use state::Form;
pub use values::{Values, join, split};
pub use view::FormView;

use guichet_ui::{ComboOption, SelectOption};
use leptos::prelude::*;

/// What a field takes.
#[derive(Debug, Clone)]
pub enum Control {
    /// A line of so many characters at most.
    Text(usize),
    /// An e-mail address.
    Email,
    /// A whole number.
    Number,
    /// A whole number from one to another.
    Range(u16, u16),
    /// Any number of lines, one thing each, shown on so many at first.
    Lines(u8),
    /// A password of a program's: never shown again once it is saved.
    Secret(usize),
    /// One of a few.
    Choice(Vec<SelectOption>),
    /// One of many, found by typing.
    One(Signal<Vec<ComboOption>>),
    /// Any number of many.
    Many(Signal<Vec<ComboOption>>),
    /// Any number of a few.
    Checks(Vec<SelectOption>),
    /// Somebody of the directory: of an account, or of the supplier.
    Person,
    /// Yes or no.
    Check,
    /// Known already, and not to be changed here.
    Fixed,
}

/// One field.
#[derive(Debug, Clone)]
pub struct FieldSpec {
    /// Its name in the request.
    pub name: &'static str,
    /// What is asked.
    pub label: String,
    /// Said below the label.
    pub hint: Option<String>,
    /// What it takes.
    pub control: Control,
    /// Whether it must be filled in.
    pub required: bool,
}

impl FieldSpec {
    /// A field that may stay empty.
    pub fn new(name: &'static str, label: impl Into<String>, control: Control) -> Self {
        Self {
            name,
            label: label.into(),
            hint: None,
            control,
            required: false,
        }
    }

    /// It must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With a word of explanation.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
