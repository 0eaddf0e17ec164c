use guichet_i18n::t;
use guichet_ui::Crumb;
use leptos::prelude::*;

use crate::language::use_language;
use crate::route::Route;

/// What a page tells the frame around it.
#[derive(Clone, Copy)]
pub struct Frame {
    crumbs: RwSignal<Vec<Crumb>>,
}

impl Frame {
    pub(super) fn provide() -> Self {
        let frame = Self {
            crumbs: RwSignal::new(Vec::new()),
        };
        provide_context(frame);
        frame
    }

    pub(super) fn crumbs(self) -> RwSignal<Vec<Crumb>> {
        self.crumbs
    }
}

/// Names the page: in the window's title, and at the end of the breadcrumb "Accueil > …". Each
/// page calls it first, and again when its name becomes known.
pub fn set_page_title(title: &str) {
    name_page(title, None);
}

/// The same for a page that another one leads to: "Accueil > Publications > …".
pub fn set_page_title_below(parent: &str, parent_href: String, title: &str) {
    let parent = Crumb {
        label: parent.to_owned(),
        href: Some(parent_href),
    };
    name_page(title, Some(parent));
}

fn name_page(title: &str, parent: Option<Crumb>) {
    let language = use_language();
    document().set_title(&t!(language, "shell-title", page = title));
    if let Some(frame) = use_context::<Frame>() {
        let home = Crumb {
            label: t!(language, "shell-home").to_owned(),
            href: Some(Route::Home.path()),
        };
        let page = Crumb {
            label: title.to_owned(),
            href: None,
        };
        let crumbs = std::iter::once(home).chain(parent).chain([page]);
        frame.crumbs.try_set(crumbs.collect());
    }
}

/// The same for the home page, which has no way to itself.
pub fn set_home_title(title: &str) {
    document().set_title(&t!(use_language(), "shell-title", page = title));
    if let Some(frame) = use_context::<Frame>() {
        frame.crumbs.try_set(Vec::new());
    }
}
