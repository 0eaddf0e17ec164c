//! Filing a ticket.

use guichet_i18n::t;
use leptos::prelude::*;

use crate::language::use_language;
use crate::shell::set_page_title;

/// "Créer un ticket Heliaq".
#[component]
pub fn CreateTicketPage() -> impl IntoView {
    let title = t!(use_language(), "shell-create");
    set_page_title(title);
    view! { <h1>{title}</h1> }
}
