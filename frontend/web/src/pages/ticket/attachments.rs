use guichet_i18n::t;
use guichet_ui::{EmptyState, IconName, Skeleton, SkeletonShape, dynamic};
use leptos::prelude::*;

use super::state::TicketState;
use crate::files::AttachmentList;
use crate::language::use_language;
use crate::remote::Load;
use crate::shell::FailureState;

/// "Pièces jointes"
#[component]
pub fn FilesTab(state: TicketState) -> impl IntoView {
    let language = use_language();
    state.want_files();
    let content = dynamic(move || match state.files.state.get() {
        Load::Loading => view! { <Skeleton shape=SkeletonShape::Block /> }.into_any(),
        Load::Failed(failure) => {
            view! { <FailureState failure on_retry=move |()| state.retry_files() /> }.into_any()
        }
        Load::Ready(files) if files.is_empty() => view! {
            <EmptyState
                icon=IconName::Paperclip
                title=t!(language, "files-none")
                text=t!(language, "files-none-hint")
                compact=true
            />
        }
        .into_any(),
        Load::Ready(files) => view! { <AttachmentList files /> }.into_any(),
    });
    view! { <div class="conversation__body">{content}</div> }
}
