use guichet_common::me::Me;
use guichet_i18n::t;
use guichet_ui::{ButtonKind, ButtonLink, Icon, IconName};
use leptos::prelude::*;

use super::announcements::Announcements;
use super::list::TicketList;
use super::publications::PublicationsCard;
use crate::language::use_language;
use crate::route::Route;
use crate::session::use_me;
use crate::shell::set_home_title;

/// "Accueil", or the agents' "File d'attente".
#[component]
pub fn HomePage() -> impl IntoView {
    let Some(me) = use_me() else {
        return ().into_any();
    };
    if me.role.is_agent() {
        view! { <Queue me=(*me).clone() /> }.into_any()
    } else {
        view! { <Home me=(*me).clone() /> }.into_any()
    }
}

#[component]
fn Home(me: Me) -> impl IntoView {
    let language = use_language();
    set_home_title(t!(language, "home-title"));
    view! {
        <div class="page home">
            <header>
                <h1>{t!(language, "home-greeting", name = &me.first_name)}</h1>
                <p class="page__lead">{t!(language, "home-lead")}</p>
            </header>
            <Announcements />
            <div class="home__top">
                <a class="card create-card" href=Route::CreateTicket.path()>
                    <span class="create-card__icon">
                        <Icon name=IconName::Plus large=true />
                    </span>
                    <span class="create-card__text">
                        <span class="create-card__title">{t!(language, "home-create")}</span>
                        <span class="create-card__lead">{t!(language, "home-create-text")}</span>
                    </span>
                    <span class="create-card__arrow">
                        <Icon name=IconName::ArrowRight />
                    </span>
                </a>
                <PublicationsCard />
            </div>
            <TicketList me />
        </div>
    }
}

#[component]
fn Queue(me: Me) -> impl IntoView {
    let language = use_language();
    let title = t!(language, "home-queue-title");
    set_home_title(title);
    view! {
        <div class="page home">
            <header class="page__header">
                <div>
                    <h1>{title}</h1>
                    <p class="page__lead">{t!(language, "home-queue-lead")}</p>
                </div>
                <ButtonLink
                    href=Route::CreateTicket.path()
                    kind=ButtonKind::Primary
                    icon=IconName::Plus
                >
                    {t!(language, "home-create")}
                </ButtonLink>
            </header>
            <TicketList me />
        </div>
    }
}
