//! The parts of the portal that load when a page of theirs is first shown. `cargo xtask spa` cuts
//! them out of the application at the functions marked here; all else is in the main part.

#![expect(
    clippy::unnecessary_wraps,
    reason = "loading fails, not the functions at the cuts; what they return must tell both"
)]

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::pages::{
    AdminPublicationsPage, AdministrationPage, CreateTicketPage, DirectoryPage,
    ForgottenPasswordPage, GuidePage, HomePage, LoginPage, MailActionPage, NotFoundPage,
    ProfilePage, PublicationPage, PublicationsPage, SetPasswordPage, TicketPage,
};
use crate::route::Route;

/// Builds a page of a part. Parts hand out such functions, as a view can only be built while its
/// owner is known, which after waiting it is not.
type Build = fn(Route) -> AnyView;

/// What the functions at the cuts give.
type Loaded = Result<Build, SplitLoaderError>;

/// Pages that load together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What everybody works with: tickets, publications, the guide.
    Tickets,
    /// What a mail's link or a forgotten password leads to.
    Recovery,
    /// One's own data.
    Profile,
    /// What admins and account admins look after.
    Admin,
}

/// Where a part stands.
#[derive(Debug, Clone, Copy)]
enum State {
    /// Nobody needed it yet.
    Absent,
    /// On its way.
    Loading,
    /// There.
    Ready(Build),
    /// It did not come.
    Failed,
}

/// What an address shows.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// Its page, by this function.
    Page(Build),
    /// That the page is on its way.
    Loading,
    /// That this part did not come.
    Failed(Part),
}

/// All parts of the portal.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    tickets: RwSignal<State>,
    recovery: RwSignal<State>,
    profile: RwSignal<State>,
    admin: RwSignal<State>,
}

impl Part {
    /// The part of a page; none for those of the main part.
    const fn of(route: &Route) -> Option<Self> {
        match route {
            Route::Login | Route::NotFound => None,
            Route::ForgottenPassword | Route::MailAction | Route::SetPassword => {
                Some(Self::Recovery)
            }
            Route::Profile => Some(Self::Profile),
            Route::Directory(..) | Route::Admin(_) | Route::AdminPublications(_) => {
                Some(Self::Admin)
            }
            Route::Home
            | Route::CreateTicket
            | Route::Ticket(_)
            | Route::Publications
            | Route::Publication(_)
            | Route::Guide => Some(Self::Tickets),
        }
    }

    async fn load(self) -> Loaded {
        match self {
            Self::Tickets => tickets().await,
            Self::Recovery => recovery().await,
            Self::Profile => profile().await,
            Self::Admin => admin().await,
        }
    }
}

#[wasm_split(tickets, fallible)]
fn tickets() -> Loaded {
    Ok(|route| match route {
        Route::Home => view! { <HomePage /> }.into_any(),
        Route::CreateTicket => view! { <CreateTicketPage /> }.into_any(),
        Route::Ticket(number) => view! { <TicketPage number /> }.into_any(),
        Route::Publications => view! { <PublicationsPage /> }.into_any(),
        Route::Publication(slug) => view! { <PublicationPage slug /> }.into_any(),
        Route::Guide => view! { <GuidePage /> }.into_any(),
        other => main_page(other),
    })
}

#[wasm_split(recovery, fallible)]
fn recovery() -> Loaded {
    Ok(|route| match route {
        Route::ForgottenPassword => view! { <ForgottenPasswordPage /> }.into_any(),
        Route::MailAction => view! { <MailActionPage /> }.into_any(),
        Route::SetPassword => view! { <SetPasswordPage /> }.into_any(),
        other => main_page(other),
    })
}

#[wasm_split(profile, fallible)]
fn profile() -> Loaded {
    Ok(|_| view! { <ProfilePage /> }.into_any())
}

#[wasm_split(admin, fallible)]
fn admin() -> Loaded {
    Ok(|route| match route {
        Route::Directory(resource, place) => view! { <DirectoryPage resource place /> }.into_any(),
        Route::Admin(page) => view! { <AdministrationPage page /> }.into_any(),
        Route::AdminPublications(place) => view! { <AdminPublicationsPage place /> }.into_any(),
        other => main_page(other),
    })
}

/// The pages that are there from the start.
fn main_page(route: Route) -> AnyView {
    match route {
        Route::Login => view! { <LoginPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// Keeps the parts for as long as the application runs. Call once, above everything.
pub fn provide() {
    provide_context(Parts::new());
}

/// The parts of the portal; outside of it, some that are loaded anew.
#[must_use]
pub fn use_parts() -> Parts {
    use_context().unwrap_or_else(Parts::new)
}

impl Parts {
    fn new() -> Self {
        Self {
            tickets: RwSignal::new(State::Absent),
            recovery: RwSignal::new(State::Absent),
            profile: RwSignal::new(State::Absent),
            admin: RwSignal::new(State::Absent),
        }
    }

    /// What an address shows now; asks for the part where needed. Tracked.
    pub fn show(self, route: &Route) -> Shown {
        let Some(part) = Part::of(route) else {
            return Shown::Page(main_page);
        };
        match self.state(part).get() {
            State::Ready(build) => Shown::Page(build),
            State::Failed => Shown::Failed(part),
            State::Loading => Shown::Loading,
            State::Absent => {
                self.load(part);
                Shown::Loading
            }
        }
    }

    /// Loads a part before it is needed; a failure shows when it is.
    pub fn prefetch(self, part: Part) {
        if matches!(self.state(part).get_untracked(), State::Absent) {
            self.load(part);
        }
    }

    /// Tries once more, and after that with the whole portal: a release may have replaced the files
    /// that this one knows.
    pub fn retry(self, part: Part) {
        let state = self.state(part);
        state.set(State::Loading);
        spawn_local(async move {
            match part.load().await {
                Ok(build) => {
                    state.try_set(State::Ready(build));
                }
                Err(_) if window().navigator().on_line() => {
                    // Refused only where there is no window, and then there is nobody to tell.
                    let _ = window().location().reload();
                }
                Err(_) => {
                    state.try_set(State::Failed);
                }
            }
        });
    }

    fn load(self, part: Part) {
        let state = self.state(part);
        state.set(State::Loading);
        spawn_local(async move {
            state.try_set(match part.load().await {
                Ok(build) => State::Ready(build),
                Err(_) => State::Failed,
            });
        });
    }

    const fn state(self, part: Part) -> RwSignal<State> {
        match part {
            Part::Tickets => self.tickets,
            Part::Recovery => self.recovery,
            Part::Profile => self.profile,
            Part::Admin => self.admin,
        }
    }
}
