//! What differs from one resource to the next: words, columns, fields, and requests.

mod accounts;
mod agents;
mod clients;
mod contacts;
mod groups;
mod items;
mod providers;

pub use agents::get as get_agent;
pub use contacts::get as get_contact;

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use guichet_client::{Client, Error, IdempotencyKey};
use guichet_common::Page;
use guichet_common::directory::DirectoryQuery;
use guichet_common::limits::NAME_MAX;
use guichet_common::vocabulary::{Language, Role};
use guichet_i18n::{Label as _, t};
use guichet_ui::{ComboOption, SelectOption, derived};
use leptos::prelude::*;

use crate::form::{Control, FieldSpec, Values};
use crate::remote::Remote;
use crate::route::Resource;
use crate::zones::zone_options;

/// An answer on its way.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// The first cell, which leads to the entry.
    pub name: String,
    /// The other cells.
    pub cells: Vec<String>,
    /// In use.
    pub active: bool,
    /// Invited, and not come yet.
    pub pending: bool,
}

impl Line {
    /// Tells a row from what it was before.
    #[must_use]
    pub fn key(&self) -> String {
        let Self {
            id,
            name,
            cells,
            active,
            pending,
        } = self;
        format!("{id} {name} {active} {pending} {}", cells.join(" "))
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// In use.
    pub active: bool,
    /// Invited, and not come yet.
    pub pending: bool,
    /// What its form is filled in with.
    pub values: Values,
    /// What is chosen among many, with its names.
    pub chosen: Vec<ComboOption>,
    /// Tickets that a deactivated agent leaves behind.
    pub open_tickets: u64,
    /// A secret that was just made, and is never shown again.
    pub secret: Option<String>,
}

impl Entry {
    fn new(id: impl ToString, name: &str, active: bool, values: Values) -> Self {
        Self {
            id: id.to_string(),
            name: name.to_owned(),
            active,
            pending: false,
            values,
            chosen: Vec::new(),
            open_tickets: 0,
            secret: None,
        }
    }
}

/// One resource: its words, and how it is read and written.
#[derive(Clone, Copy)]
pub struct Source {
    /// Which.
    pub resource: Resource,
    /// "Contacts"
    pub title: &'static str,
    /// What it is, in a sentence.
    pub lead: &'static str,
    /// "Nouveau contact"
    pub new: &'static str,
    /// Said when there is none.
    pub empty: &'static str,
    /// Said before one is taken out of use.
    pub deactivate_text: &'static str,
    /// Said of one that is out of use.
    pub inactive_text: &'static str,
    /// The headings of its list; the first is the name's.
    pub columns: fn(Language) -> Vec<&'static str>,
    /// Whether its list can be narrowed to an account.
    pub by_account: bool,
    /// Whether its list is so long that it has a search and filters.
    pub filters: bool,
    /// Lists that an entry, which is an account, leads to.
    pub links: fn(Language) -> Vec<(Resource, &'static str)>,
    /// Reads a page of the list.
    pub list: fn(Client, Language, DirectoryQuery) -> Answer<Page<Line>>,
    /// Reads an entry.
    pub get: fn(Client, String) -> Answer<Entry>,
    /// The form's fields; without an entry, those of a new one.
    pub fields: fn(Language, Option<&Entry>) -> Vec<FieldSpec>,
    /// What a new one's form is filled in with.
    pub blank: fn() -> Values,
    /// Enters a new one.
    pub create: fn(Client, Values, IdempotencyKey) -> Answer<Entry>,
    /// Changes one.
    pub update: fn(Client, String, Values) -> Answer<Entry>,
    /// Takes one out of use, or into use again.
    pub set_active: fn(Client, String, bool) -> Answer<Entry>,
    /// What else can be done with one, below its form.
    pub extra: fn(&Entry, Remote<Entry>) -> AnyView,
}

/// A resource in a language.
#[must_use]
pub fn of(resource: Resource, language: Language) -> Source {
    match resource {
        Resource::Accounts => accounts::source(language),
        Resource::Contacts => contacts::source(language),
        Resource::Colleagues => contacts::colleagues(language),
        Resource::Agents => agents::source(language),
        Resource::Groups => groups::source(language),
        Resource::ConfigurationItems => items::source(language),
        Resource::IdentityProviders => providers::source(language),
        Resource::OauthClients => clients::source(language),
    }
}

/// The id in an address; one that is none is asked for as one that nobody has.
pub fn id<T: FromStr + From<uuid::Uuid>>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| uuid::Uuid::nil().into())
}

/// First name, last name.
fn name_fields(language: Language) -> Vec<FieldSpec> {
    let field = |name, label: &str| FieldSpec::new(name, label, Control::Text(NAME_MAX)).required();
    vec![
        field("first_name", t!(language, "person-first-name")),
        field("last_name", t!(language, "person-last-name")),
    ]
}

fn role_field(language: Language, roles: &[Role]) -> FieldSpec {
    let roles = roles
        .iter()
        .map(|role| SelectOption::new(role.as_str(), role.label(language)))
        .collect();
    FieldSpec::new("role", t!(language, "person-role"), Control::Choice(roles))
}

/// Language, time zone.
fn locale_fields(language: Language, entry: Option<&Entry>) -> Vec<FieldSpec> {
    let languages = Language::ALL
        .iter()
        .map(|choice| SelectOption::new(choice.as_str(), choice.label(language)))
        .collect();
    vec![
        FieldSpec::new(
            "language",
            t!(language, "person-language"),
            Control::Choice(languages),
        ),
        zone_field(language, entry),
    ]
}

fn zone_field(language: Language, entry: Option<&Entry>) -> FieldSpec {
    let present = entry.map(|entry| entry.values.text("time_zone"));
    let zones = Signal::stored(zone_options(&present.unwrap_or_default()));
    FieldSpec::new(
        "time_zone",
        t!(language, "person-time-zone"),
        Control::One(zones),
    )
}

fn invitation_field(language: Language) -> FieldSpec {
    FieldSpec::new(
        "send_invitation",
        t!(language, "person-send-invitation"),
        Control::Check,
    )
    .hint(t!(language, "person-send-invitation-hint"))
}

/// Many to choose from, among them what is chosen already, which may be out of use.
fn many(options: Signal<Vec<ComboOption>>, entry: Option<&Entry>) -> Control {
    Control::Many(with_chosen(options, entry))
}

fn with_chosen(
    options: Signal<Vec<ComboOption>>,
    entry: Option<&Entry>,
) -> Signal<Vec<ComboOption>> {
    let chosen = entry.map(|entry| entry.chosen.clone()).unwrap_or_default();
    derived(move || {
        let mut all = options.get();
        for option in &chosen {
            if !all.iter().any(|other| other.value == option.value) {
                all.push(option.clone());
            }
        }
        all
    })
}

fn option(id: impl ToString, name: &str) -> ComboOption {
    ComboOption {
        value: id.to_string(),
        label: name.to_owned(),
        detail: None,
    }
}

const fn no_links(_: Language) -> Vec<(Resource, &'static str)> {
    Vec::new()
}

fn no_extra(_: &Entry, _: Remote<Entry>) -> AnyView {
    ().into_any()
}
