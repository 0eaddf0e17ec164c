use guichet_ui::{dynamic, focus_heading, on_change};
use leptos::prelude::*;

use crate::pages::{
    CreateTicketPage, ForgottenPasswordPage, GuidePage, HomePage, LoginPage, MailActionPage,
    NotFoundPage, PublicationPage, TicketPage,
};
use crate::route::Route;

/// The page of the address bar.
#[component]
pub fn Outlet(
    /// The page.
    route: Memo<Route>,
) -> impl IntoView {
    on_change(move || route.track(), focus_heading);
    dynamic(move || match route.get() {
        Route::Home => view! { <HomePage /> }.into_any(),
        Route::Login => view! { <LoginPage /> }.into_any(),
        Route::ForgottenPassword => view! { <ForgottenPasswordPage /> }.into_any(),
        Route::MailAction => view! { <MailActionPage /> }.into_any(),
        Route::CreateTicket => view! { <CreateTicketPage /> }.into_any(),
        Route::Ticket(number) => view! { <TicketPage number /> }.into_any(),
        Route::Guide => view! { <GuidePage /> }.into_any(),
        Route::Publication(slug) => view! { <PublicationPage slug /> }.into_any(),
        Route::NotFound => view! { <NotFoundPage /> }.into_any(),
    })
}
