#![doc = include_str!("../README.md")]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot set itself up must fail loudly"
)]

mod answer;
mod app;
mod fixture;
pub mod fuzz;
mod person;
mod scan;

pub use answer::Answer;
pub use app::{AUTHSERV_ID, Backend, TestApp};
pub use fixture::{Directory, PASSWORD};
pub use person::Person;
pub use serde_json::{Value, json};

/// Declares a test that runs on both databases.
#[macro_export]
macro_rules! scenario {
    ($(#[$meta:meta])* async fn $name:ident($app:ident: $type:ty) $body:block) => {
        mod $name {
            use super::*;

            async fn play($app: $type) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                play($crate::TestApp::start($crate::Backend::Sqlite).await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                if let Some(backend) = $crate::Backend::postgres() {
                    play($crate::TestApp::start(backend).await).await;
                }
            }
        }
    };
}
