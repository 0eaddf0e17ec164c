//! Password hashes: argon2id, on threads that give way to requests.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use tokio::sync::oneshot;

use super::hasher::Hasher;
use crate::background::give_way;
use crate::error::{Error, Result};

type Job = Box<dyn FnOnce(&mut Hasher) + Send>;

/// Hashes and checks passwords. As many threads as cores, and no more, so that a storm of
/// sign-ins bounds its own memory; at low priority, so that it does not slow other requests.
#[derive(Clone)]
pub struct Passwords {
    jobs: Sender<Job>,
}

/// What a sign-in with an unknown name is checked against, so that it takes as long as one with a
/// wrong password. That no password matches is not left to this hash.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$s/fQzsTcJb/YYTDyS0JGSA$iO0mSs/BSazNi/Rd1iiW0jIUu3ZlhfvR+v8kkR+nMQk";

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// Sign-ins that wait for a thread; more are told to come back.
const QUEUE: usize = 256;
/// A thread without work for so long gives its memory back.
const REST: Duration = Duration::from_secs(5);

impl Passwords {
    /// Starts the threads.
    pub fn start() -> Result<Self> {
        let (jobs, queue) = crossbeam_channel::bounded::<Job>(QUEUE);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        for number in 0..threads {
            let queue = queue.clone();
            std::thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || {
                    give_way();
                    work(&queue);
                })
                .map_err(Error::internal)?;
        }
        Ok(Self { jobs })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Hasher) -> T + Send + 'static,
    ) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |hasher| {
            // The caller may have gone meanwhile; then nobody wants the answer.
            let _ = answer.send(work(hasher));
        });
        self.jobs
            .try_send(job)
            .map_err(|_full| Error::Refused(guichet_common::ErrorCode::Unavailable))?;
        wait.await.map_err(Error::internal)
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.run(move |hasher| hasher.hash(password.as_bytes()))
            .await?
    }

    /// Whether the password is that of the PHC string; without one it is not, after as long.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let matches = self
            .run(move |hasher| hasher.verify(password.as_bytes(), &hash))
            .await?;
        Ok(known && matches)
    }
}

/// One thread: ends when nobody can send any more.
fn work(queue: &Receiver<Job>) {
    let mut hasher = Hasher::default();
    loop {
        match queue.recv_timeout(REST) {
            Ok(job) => job(&mut hasher),
            Err(RecvTimeoutError::Timeout) => {
                hasher.rest();
                // Nothing to give back any more: no reason to wake up again.
                match queue.recv() {
                    Ok(job) => job(&mut hasher),
                    Err(_gone) => return,
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::start().unwrap();
        let hash = passwords.hash("Corbeau-1!".into()).await.unwrap();
        assert!(
            passwords
                .verify("Corbeau-1!".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("corbeau-1!".into(), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("nobody has this password".into(), None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn unknown_name_is_checked_with_the_parameters_of_every_other() {
        let hash = Passwords::start().unwrap().hash("x".into()).await.unwrap();
        let parameters = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        assert_eq!(parameters(NOBODY), parameters(&hash));
        assert_eq!(NOBODY.len(), hash.len());
    }
}
