use guichet_i18n::t;
use leptos::prelude::*;

use crate::language::use_language;

/// The supplier's mark and name. The same drawing is in `index.html` and `public/favicon.svg`.
#[component]
pub fn Brand(
    /// With "Support" behind the name.
    #[prop(optional)]
    with_product: bool,
) -> impl IntoView {
    let language = use_language();
    view! {
        <span class="brand">
            <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
                <path
                    fill="currentColor"
                    d="M5 5.5A2.5 2.5 0 0 1 7.5 3h1A2.5 2.5 0 0 1 11 5.500V13h10V9.500h6v17a2.5 2.5 0 0 1-2.5 2.500h-1a2.5 2.5 0 0 1-2.5-2.500V19H11v7.500A2.5 2.5 0 0 1 8.5 29h-1A2.5 2.5 0 0 1 5 26.500Z"
                ></path>
                <circle class="brand__spark" cx="24" cy="5" r="3"></circle>
            </svg>
            {t!(language, "brand-name")}
            {with_product
                .then(|| view! { " " <span class="brand__product">{t!(language, "shell-product")}</span> })}
        </span>
    }
}
