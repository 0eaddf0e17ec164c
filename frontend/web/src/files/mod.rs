//! Files: chosen, dropped or pasted, on their way up, and shown with a way to save them.

pub mod browser;
mod list;
mod model;
mod picker;
mod uploads;

pub use list::{AttachmentList, SavedFiles};
pub use model::{
    FILE_MAX, FILE_MAX_MB, FILES_MAX, KeptFile, Refusal, check_new_file, file_kind, is_picture,
};
pub use picker::{AttachmentPicker, UploadRows};
pub use uploads::Uploads;
