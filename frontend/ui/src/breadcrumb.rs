use leptos::prelude::*;

use crate::{Icon, IconName, dynamic, use_ui};

/// One step on the way to the present page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Its address; none for the present page.
    pub href: Option<String>,
}

/// "Accueil > Ma demande : CS0047447".
#[component]
pub fn Breadcrumb(
    /// From the home page to the present one.
    #[prop(into)]
    crumbs: Signal<Vec<Crumb>>,
) -> impl IntoView {
    let label = use_ui().texts.breadcrumb.clone();
    view! {
        <nav class="breadcrumb" aria-label=label>
            <ol>
                {dynamic(move || {
                    crumbs
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, crumb)| {
                            view! {
                                <li>
                                    {(index > 0).then(|| view! { <Icon name=IconName::ChevronRight /> })}
                                    {match crumb.href {
                                        Some(href) => view! { <a href=href>{crumb.label}</a> }.into_any(),
                                        None => view! { <span aria-current="page">{crumb.label}</span> }.into_any(),
                                    }}
                                </li>
                            }
                        })
                        .collect_view()
                })}
            </ol>
        </nav>
    }
}
