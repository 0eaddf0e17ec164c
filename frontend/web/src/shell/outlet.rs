use guichet_ui::focus_heading;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider as _};

use crate::pages::{
    CreateTicketPage, ForgottenPasswordPage, GuidePage, HomePage, LoginPage, NotFoundPage,
    PublicationPage, TicketPage,
};
use crate::route::Route;

/// The page of the address bar.
#[component]
pub fn Outlet(
    /// The page.
    route: Memo<Route>,
) -> impl IntoView {
    let location = use_context::<BrowserUrl>();
    Effect::new(move |earlier: Option<Route>| {
        let route = route.get();
        // Only now does the router write the new address: the old page is gone.
        if let Some(location) = &location {
            location.ready_to_complete();
        }
        if earlier.is_some_and(|earlier| earlier != route) {
            focus_heading();
        }
        route
    });
    view! {
        {move || match route.get() {
            Route::Home => view! { <HomePage /> }.into_any(),
            Route::Login => view! { <LoginPage /> }.into_any(),
            Route::ForgottenPassword => view! { <ForgottenPasswordPage /> }.into_any(),
            Route::CreateTicket => view! { <CreateTicketPage /> }.into_any(),
            Route::Ticket(number) => view! { <TicketPage number /> }.into_any(),
            Route::Guide => view! { <GuidePage /> }.into_any(),
            Route::Publication(slug) => view! { <PublicationPage slug /> }.into_any(),
            Route::NotFound => view! { <NotFoundPage /> }.into_any(),
        }}
    }
}
