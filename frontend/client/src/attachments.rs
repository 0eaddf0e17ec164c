//! Files.

use guichet_common::attachments::{Attachment, UploadedAttachments};
use guichet_common::comments::PageQuery;
use guichet_common::{AttachmentId, Page, TicketNumber};

use crate::call::{Call, IdempotencyKey};
use crate::client::Client;
use crate::error::Error;
use crate::json;
use crate::tickets::ticket;
use crate::transport::{Download, FilePart, OnProgress};

impl Client {
    /// Uploads files, to be named in a ticket or message afterwards. Dropping the future cancels
    /// the upload, and the server keeps nothing of it.
    pub async fn create_attachments(
        &self,
        files: &[FilePart],
        key: &IdempotencyKey,
        progress: OnProgress,
    ) -> Result<UploadedAttachments, Error> {
        let call = Call::post("/attachments").idempotent(key);
        let response = self
            .attempt(call, |transport, request| {
                let progress = progress.clone();
                Box::pin(
                    async move { Ok(transport.upload(request, files, progress).await?.granted()) },
                )
            })
            .await?;
        json::read(&response.body)
    }

    /// One page of the files of a ticket, newest first.
    pub async fn list_attachments(
        &self,
        number: TicketNumber,
        query: &PageQuery,
    ) -> Result<Page<Attachment>, Error> {
        self.page(Call::get(&ticket(number, "/attachments")).query(query))
            .await
    }

    /// The bytes of a file.
    pub async fn get_attachment(
        &self,
        id: AttachmentId,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        let call = Call::get(&format!("/attachments/{id}")).header("accept", "*/*");
        self.fetch_file(call, progress).await
    }

    /// Drops a file of one's own that is in no ticket or message.
    pub async fn delete_attachment(&self, id: AttachmentId) -> Result<(), Error> {
        self.empty(Call::delete(&format!("/attachments/{id}")))
            .await
    }

    pub(crate) async fn fetch_file(
        &self,
        call: Call,
        progress: OnProgress,
    ) -> Result<Download, Error> {
        self.attempt(call, |transport, request| {
            transport.download(request, progress.clone())
        })
        .await
    }
}
