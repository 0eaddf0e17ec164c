//! Where files are kept: a local folder, or S3-compatible storage.

use std::io;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use guichet_common::ErrorCode;
use guichet_common::ids::{AttachmentId, InboundMailId};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, WriteMultipart};

use crate::error::{Error, Result};

/// Bytes of a part on their way to the store; S3 takes none smaller than 5 MiB but the last.
const PART: usize = 5 * 1024 * 1024;

/// Where files are kept.
#[derive(Debug, Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Storage {
    /// In a folder, made when missing.
    pub fn folder(folder: &FilePath) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(Error::internal)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::default(),
        })
    }

    /// In an S3-compatible bucket: `s3://bucket/prefix?endpoint=http://…&region=…`; the keys come
    /// from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    pub fn s3(url: &str) -> Result<Self> {
        let rest = url
            .strip_prefix("s3://")
            .ok_or_else(|| Error::internal("a storage address begins with s3://"))?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            builder = match pair.split_once('=') {
                Some(("endpoint", endpoint)) => builder
                    .with_endpoint(endpoint)
                    .with_allow_http(endpoint.starts_with("http://"))
                    .with_virtual_hosted_style_request(false),
                Some(("region", region)) => builder.with_region(region),
                _ => {
                    return Err(Error::internal(format!(
                        "a storage address has no option {pair:?}; it has endpoint and region"
                    )));
                }
            };
        }
        let store = builder.build().map_err(Error::internal)?;
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::from(prefix),
        })
    }

    /// The key of a file. Two levels, so that no folder grows without bound.
    #[must_use]
    pub fn key(&self, id: AttachmentId) -> String {
        Self::sharded(self.prefix.clone(), id.0)
    }

    /// The key of a mail that came in.
    #[must_use]
    pub fn mail_key(&self, id: InboundMailId) -> String {
        Self::sharded(self.prefix.clone().join("mail"), id.0)
    }

    fn sharded(folder: Path, id: uuid::Uuid) -> String {
        let name = id.simple().to_string();
        // The tail is the random part of a UUIDv7; its head is the time.
        let shard = name.get(30..).unwrap_or("00").to_owned();
        folder.join(shard).join(name).to_string()
    }

    /// Writes a file that is in memory already.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        let written = self.store.put(&Path::from(key), bytes.into()).await;
        written.map(|_| ()).map_err(store_error)
    }

    /// Begins to write a file; nothing is visible before it is finished.
    pub async fn begin(&self, key: &str) -> Result<WriteMultipart> {
        let upload = self
            .store
            .put_multipart(&Path::from(key))
            .await
            .map_err(store_error)?;
        Ok(WriteMultipart::new_with_chunk_size(upload, PART))
    }

    /// The file's bytes, or a part of them, as they come.
    pub async fn read(
        &self,
        key: &str,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<impl Stream<Item = std::result::Result<Bytes, object_store::Error>> + use<>> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = self
            .store
            .get_opts(&Path::from(key), options)
            .await
            .map_err(store_error)?;
        Ok(found.into_stream())
    }

    /// Removes a file; one that is gone already is fine.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.store.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(store_error(error)),
        }
    }

    /// Whether the store answers.
    pub async fn ping(&self) -> Result<()> {
        match self.store.list(Some(&self.prefix)).next().await {
            None | Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(store_error(error)),
        }
    }
}

/// A full disk is the caller's to know of; all else is not.
#[must_use]
pub fn store_error(error: object_store::Error) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = source {
        if cause.downcast_ref::<io::Error>().is_some_and(is_full) {
            return Error::Refused(ErrorCode::StorageFull);
        }
        source = cause.source();
    }
    Error::internal(error)
}

/// As [`store_error`], of a file that is written before it goes to the store.
#[must_use]
pub fn io_error(error: io::Error) -> Error {
    if is_full(&error) {
        return Error::Refused(ErrorCode::StorageFull);
    }
    Error::internal(error)
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}
