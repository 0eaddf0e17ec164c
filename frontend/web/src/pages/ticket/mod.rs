//! One ticket.

use guichet_common::TicketNumber;
use leptos::prelude::*;

use crate::shell::set_page_title;

/// "Ma demande : CS0047447".
#[component]
pub fn TicketPage(
    /// Which ticket.
    number: TicketNumber,
) -> impl IntoView {
    set_page_title(&number.to_string());
    view! { <h1>{number.to_string()}</h1> }
}
