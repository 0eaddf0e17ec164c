//! What only the embedded database does.

use std::time::Duration;

use guichet_db::{Db, DbSettings, Error, settings};
use serde_json::json;

use crate::kit::Kit;

struct File {
    url: String,
    _folder: tempfile::TempDir,
}

fn file() -> File {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    File {
        url,
        _folder: folder,
    }
}

async fn open(file: &File) -> Db {
    let url = file.url.clone();
    Db::connect(&DbSettings { url, readers: 2 }).await.unwrap()
}

#[tokio::test]
async fn writer_waits_for_another_process_without_holding_up_its_thread() {
    let file = file();
    let kit = Kit::open(&file.url).await;
    let other = open(&file).await;
    let theirs = other.begin_write().await.unwrap();
    settings::put_setting(&theirs, "theirs", &json!(1), kit.now())
        .await
        .unwrap();
    let ours = async {
        let tx = kit.db.begin_write().await.unwrap();
        settings::put_setting(&tx, "ours", &json!(2), kit.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    // Both on this one thread: a writer that blocked it would wait for itself.
    let patience = Duration::from_secs(5);
    let (written, ()) = tokio::join!(tokio::time::timeout(patience, ours), async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        theirs.commit().await.unwrap();
    });
    written.expect("the lock is free again");
    for (key, value) in [("theirs", 1), ("ours", 2)] {
        let found = settings::find_setting(&other.read(), key).await.unwrap();
        assert_eq!(found, Some(json!(value)));
    }
}

#[tokio::test]
async fn database_that_is_closed_says_so() {
    let file = file();
    let kit = Kit::open(&file.url).await;
    let db = kit.db.clone();
    kit.db.close().await.unwrap();
    assert!(matches!(db.ping().await, Err(Error::Busy(_))));
    assert!(matches!(db.begin_write().await, Err(Error::Busy(_))));
}
