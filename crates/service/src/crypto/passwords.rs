//! Password hashes: argon2id, on threads that give way to requests.

use std::sync::{Arc, Mutex, mpsc};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::oneshot;

use crate::background::give_way;
use crate::error::{Error, Result};

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet).
const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);

type Job = Box<dyn FnOnce(&Argon2<'static>) + Send>;

/// Hashes and checks passwords. As many threads as cores, and no more, so that a storm of
/// sign-ins bounds its own memory; at low priority, so that it does not slow other requests.
#[derive(Clone)]
pub struct Passwords {
    jobs: mpsc::SyncSender<Job>,
    /// What a sign-in with an unknown name is checked against, so that it takes as long.
    nobody: Arc<str>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// Sign-ins that wait for a thread; more are told to come back.
const QUEUE: usize = 256;

impl Passwords {
    /// Starts the threads.
    pub fn start() -> Result<Self> {
        let (memory, passes, lanes) = PARAMS;
        let params = Params::new(memory, passes, lanes, None)
            .map_err(|error| Error::internal(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = argon2
            .hash_password(b"nobody has this password")
            .map_err(|error| Error::internal(error.to_string()))?
            .to_string();
        let (jobs, queue) = mpsc::sync_channel::<Job>(QUEUE);
        let queue = Arc::new(Mutex::new(queue));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        for number in 0..threads {
            let (queue, argon2) = (Arc::clone(&queue), argon2.clone());
            std::thread::Builder::new()
                .name(format!("password-{number}"))
                .spawn(move || {
                    give_way();
                    loop {
                        let job = match queue.lock() {
                            Ok(queue) => queue.recv(),
                            Err(_) => return,
                        };
                        match job {
                            Ok(job) => job(&argon2),
                            Err(mpsc::RecvError) => return,
                        }
                    }
                })
                .map_err(Error::internal)?;
        }
        Ok(Self {
            jobs,
            nobody: nobody.into(),
        })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        let job: Job = Box::new(move |argon2| {
            // The caller may have gone meanwhile; then nobody wants the answer.
            let _ = answer.send(work(argon2));
        });
        self.jobs
            .try_send(job)
            .map_err(|_full| Error::Refused(guichet_common::ErrorCode::Unavailable))?;
        wait.await.map_err(Error::internal)
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.run(move |argon2| {
            argon2
                .hash_password(password.as_bytes())
                .map(|h| h.to_string())
        })
        .await?
        .map_err(|error| Error::internal(error.to_string()))
    }

    /// Whether the password is that of the PHC string; without one it is not, after as long.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.to_string());
        let matches = self
            .run(move |argon2| {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(known && matches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::start().unwrap();
        let hash = passwords.hash("Corbeau-1!".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
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
}
