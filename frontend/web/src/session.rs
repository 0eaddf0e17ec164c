//! Who is signed in. The access token lives in the client's memory only; the refresh token is a
//! cookie that scripts cannot read.

use std::sync::Arc;

use guichet_client::{Client, Error};
use guichet_common::auth::Login;
use guichet_common::me::{Me, UpdateMe};
use guichet_common::passkeys::PasskeyLogin;
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::use_toaster;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::failure::Failure;
use crate::{language, storage};

/// Kept while somebody is signed in, so that a first visit need not ask the server for a session.
const MARK: &str = "signed-in";

/// Where the zone of a person without profile is taken to be.
const DEFAULT_TIME_ZONE: &str = "Europe/Paris";

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Not known yet.
    Starting,
    /// It could not be found out: the server does not answer.
    Unreachable(Failure),
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(Arc<Me>),
}

/// What is typed on the login page. It is kept here, because a change of language builds that
/// page anew; it is forgotten when somebody has signed in.
#[derive(Debug, Clone, Copy, Default)]
pub struct LoginDraft {
    /// The user name.
    pub username: RwSignal<String>,
    /// The password.
    pub password: RwSignal<String>,
    /// The user name as it was when its field was left, for which ways to sign in are asked.
    pub asked_for: RwSignal<String>,
    /// The language was just changed there, so its field gets the focus again.
    pub language_changed: RwSignal<bool>,
}

impl LoginDraft {
    /// Asks for the ways to sign in of the name as it is now.
    pub fn ask(self) {
        let name = self.username.get_untracked();
        if self.asked_for.get_untracked() != name {
            self.asked_for.set(name);
        }
    }
}

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Session {
    /// Whether somebody is signed in.
    pub phase: RwSignal<Phase>,
    /// The session ended by itself: the login page says so.
    pub ended: RwSignal<bool>,
    /// What is typed on the login page.
    pub login_draft: LoginDraft,
    /// The language while nobody is signed in.
    language: RwSignal<Language>,
    /// Somebody chose it on the login page, so their profile shall follow.
    language_chosen: StoredValue<bool>,
    client: StoredValue<Client>,
}

fn language_update(language: Language) -> UpdateMe {
    UpdateMe {
        first_name: None,
        last_name: None,
        language: Some(language),
        time_zone: None,
    }
}

impl Session {
    fn new(phase: Phase) -> Self {
        Self {
            phase: RwSignal::new(phase),
            ended: RwSignal::new(false),
            login_draft: LoginDraft::default(),
            language: RwSignal::new(language::stored()),
            language_chosen: StoredValue::new(false),
            client: StoredValue::new(Client::new("")),
        }
    }
}

/// Whether an identity provider has just signed somebody in: the server says so in the address, as
/// the cookie is not to be seen here.
fn comes_from_sso() -> bool {
    let hash = window().location().hash();
    hash.is_ok_and(|hash| hash == "#sso")
}

/// Makes the session, and finds out whether there still is one from an earlier visit.
pub fn provide() {
    let has_mark = storage::get(MARK).is_some() || comes_from_sso();
    let session = Session::new(if has_mark {
        Phase::Starting
    } else {
        Phase::SignedOut
    });
    provide_context(session);
    session.client().on_session_lost(move || session.expire());
    if has_mark {
        spawn_local(async move { session.resume().await });
    }
}

/// The session of this page.
#[must_use]
pub fn use_session() -> Session {
    use_context().unwrap_or_else(|| Session::new(Phase::SignedOut))
}

/// The client, with the session's access.
#[must_use]
pub fn use_client() -> Client {
    use_session().client()
}

/// The signed-in person; `None` on public pages.
#[must_use]
pub fn use_me() -> Option<Arc<Me>> {
    use_session().phase.with_untracked(|phase| match phase {
        Phase::SignedIn(me) => Some(Arc::clone(me)),
        _ => None,
    })
}

impl Session {
    /// The client, with the session's access.
    #[must_use]
    pub fn client(self) -> Client {
        self.client
            .try_get_value()
            .unwrap_or_else(|| Client::new(""))
    }

    /// The language and time zone of the screens; follows the session.
    #[must_use]
    pub fn locale(self) -> (Language, String) {
        self.phase.with(|phase| match phase {
            Phase::SignedIn(me) => (me.language, me.time_zone.clone()),
            _ => (self.language.get(), DEFAULT_TIME_ZONE.to_owned()),
        })
    }

    /// Finds out whether there still is a session from an earlier visit.
    pub fn start(self) {
        self.phase.set(Phase::Starting);
        spawn_local(self.resume());
    }

    async fn resume(self) {
        let client = self.client();
        let me = match client.refresh_session().await {
            Ok(true) => client.get_me().await.map(Some),
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        };
        match me {
            Ok(Some(me)) => self.enter(me),
            Ok(None) => self.leave(true),
            Err(error) => self.phase.set(Phase::Unreachable(Failure::new(
                self.language.get_untracked(),
                &error,
            ))),
        }
    }

    /// Signs in. On failure nothing changes.
    pub async fn sign_in(self, login: &Login) -> Result<(), Error> {
        self.client().login(login).await?;
        self.welcome().await
    }

    /// Signs in with what a passkey has signed. On failure nothing changes.
    pub async fn sign_in_with_passkey(self, login: &PasskeyLogin) -> Result<(), Error> {
        self.client().sign_in_with_passkey(login).await?;
        self.welcome().await
    }

    async fn welcome(self) -> Result<(), Error> {
        let mut me = self.client().get_me().await?;
        let language = self.language.get_untracked();
        if self.language_chosen.get_value() && me.language != language {
            let update = language_update(language);
            // Not worth failing the sign-in: the menu offers the choice again.
            if let Ok(updated) = self.client().update_me(&update).await {
                me = updated;
            }
        }
        self.enter(me);
        Ok(())
    }

    fn enter(self, me: Me) {
        storage::set(MARK, "1");
        language::store(me.language);
        self.language.set(me.language);
        self.language_chosen.set_value(false);
        self.ended.set(false);
        self.login_draft.username.set(String::new());
        self.login_draft.password.set(String::new());
        self.phase.set(Phase::SignedIn(Arc::new(me)));
    }

    /// Reads the profile anew.
    pub async fn reload_profile(self) -> Result<(), Error> {
        let me = self.client().get_me().await?;
        self.profile_changed(me);
        Ok(())
    }

    /// Shows what the profile says now; another language or time zone builds all screens anew.
    pub fn profile_changed(self, me: Me) {
        if self
            .phase
            .with_untracked(|phase| matches!(phase, Phase::SignedIn(_)))
        {
            language::store(me.language);
            self.language.set(me.language);
            self.phase.set(Phase::SignedIn(Arc::new(me)));
        }
    }

    fn leave(self, ended: bool) {
        storage::remove(MARK);
        self.ended.set(ended);
        self.phase.set(Phase::SignedOut);
    }

    /// The server no longer knows this session: back to the login page, which says why.
    pub fn expire(self) {
        if self
            .phase
            .with_untracked(|phase| matches!(phase, Phase::SignedIn(_)))
        {
            self.leave(true);
        }
    }

    /// Signs out, here at once, and on the server as soon as it can be reached.
    pub fn sign_out(self) {
        let toaster = use_toaster();
        let message = t!(self.locale().0, "shell-signed-out");
        self.leave(false);
        spawn_local(async move {
            // The cookie's session ends by itself when the server cannot be reached now.
            let left = self.client().logout().await;
            toaster.success(message);
            if let Ok(Some(left)) = left {
                let _ = window().location().assign(&left.continue_at);
            }
        });
    }

    /// Speaks this language to whoever is not signed in, until they choose or sign in.
    pub fn speak(self, language: Language) {
        self.language.set(language);
    }

    /// Chooses the language: of the browser before signing in, of the profile after.
    pub fn change_language(self, language: Language) {
        language::store(language);
        let signed_in = self
            .phase
            .with_untracked(|phase| matches!(phase, Phase::SignedIn(_)));
        if !signed_in {
            self.language_chosen.set_value(true);
            self.language.set(language);
            return;
        }
        let toaster = use_toaster();
        spawn_local(async move {
            let update = language_update(language);
            match self.client().update_me(&update).await {
                Ok(me) => {
                    // For the login page, when they sign out.
                    self.language.set(me.language);
                    self.phase.set(Phase::SignedIn(Arc::new(me)));
                }
                Err(error) => toaster.error(Failure::new(language, &error).text),
            }
        });
    }
}
