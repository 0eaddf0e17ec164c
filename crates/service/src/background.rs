//! Work that must not slow requests down.

use tokio::sync::oneshot;

use crate::error::{Error, Result};

/// Lowers the calling thread's priority, where the system knows such a thing (`nice` 19): with
/// two cores full of hashing or exporting, requests still come first.
pub fn give_way() {
    // On Linux, process 0 means the calling thread alone. Refused or unknown elsewhere: then the
    // thread keeps its priority, which is slower for others but right.
    let _ = rustix::process::setpriority_process(None, 19);
}

/// Runs long computing work on a thread of its own that gives way to requests.
pub async fn run<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (answer, wait) = oneshot::channel();
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            give_way();
            // The caller may have gone meanwhile; then nobody wants the answer.
            let _ = answer.send(work());
        })
        .map_err(Error::internal)?;
    wait.await.map_err(Error::internal)?
}
