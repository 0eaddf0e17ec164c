//! Files.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::directory::PersonRef;
use crate::ids::AttachmentId;
use crate::query;
use crate::vocabulary::Disposition;

/// An uploaded file. Its bytes are at `/api/v1/attachments/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its name, made safe: no folders, no control or direction-changing characters.
    pub file_name: String,
    /// Its media type, found in its first bytes; what the client claimed is not believed.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Who uploaded it.
    pub uploaded_by: PersonRef,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// The answer to an upload: the files in the order of the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadedAttachments {
    /// The files.
    pub items: Vec<Attachment>,
}

query! {
    /// Parameters of a download.
    pub struct DownloadQuery {
        /// `inline` to show the file in the page, which only images without scripts can be;
        /// `attachment` when absent.
        #[cfg_attr(feature = "openapi", param(value_type = Option<Disposition>))]
        pub disposition: Option<Disposition>,
    }
}
