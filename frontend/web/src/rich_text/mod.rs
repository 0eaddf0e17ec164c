//! Rich text: written in the lazily loaded editor, shown with pictures that need the session's
//! access.

mod editor;
mod element;
mod images;
mod loader;
mod plain;
mod prose;

pub use editor::RichEditor;
pub use element::EditorHandle;
pub use images::{Images, provide_images, use_images};
pub use plain::{image_ids, is_blank, only_images, text_to_html};
pub use prose::RichText;
