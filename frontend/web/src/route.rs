//! Every address of the portal. Links are made and read here, nowhere else.

use guichet_common::TicketNumber;

/// A page of the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `/`: the customer's home, the agent's queue.
    Home,
    /// `/login`
    Login,
    /// `/forgotten-password`
    ForgottenPassword,
    /// `/mail-action#…`: the answer to a mail; the rest of the address is the link's token.
    MailAction,
    /// `/tickets/new`
    CreateTicket,
    /// `/tickets/CS0047447`
    Ticket(TicketNumber),
    /// `/publications/maintenance-mars`
    Publication(String),
    /// `/guide`
    Guide,
    /// Anything else.
    NotFound,
}

impl Route {
    /// The page at a path of the address bar.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let page = match (segments.next(), segments.next()) {
            (None, None) => Self::Home,
            (Some("login"), None) => Self::Login,
            (Some("forgotten-password"), None) => Self::ForgottenPassword,
            (Some("mail-action"), None) => Self::MailAction,
            (Some("guide"), None) => Self::Guide,
            (Some("tickets"), Some("new")) => Self::CreateTicket,
            (Some("tickets"), Some(number)) => number.parse().map_or(Self::NotFound, Self::Ticket),
            (Some("publications"), Some(slug)) => Self::Publication(slug.to_owned()),
            _ => Self::NotFound,
        };
        if segments.next().is_some() {
            Self::NotFound
        } else {
            page
        }
    }

    /// The path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Login => "/login".to_owned(),
            Self::ForgottenPassword => "/forgotten-password".to_owned(),
            Self::MailAction => "/mail-action".to_owned(),
            Self::Guide => "/guide".to_owned(),
            Self::CreateTicket => "/tickets/new".to_owned(),
            Self::Ticket(number) => format!("/tickets/{number}"),
            Self::Publication(slug) => format!("/publications/{slug}"),
        }
    }

    /// Whether people see it without signing in.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(
            self,
            Self::Login | Self::ForgottenPassword | Self::MailAction
        )
    }
}

/// A place to return to after signing in, if it is one of ours: what comes from the address bar
/// must not lead to another site (`//evil.example`, `https:…`, `/\evil`).
#[must_use]
pub fn safe_return_path(wanted: Option<&str>) -> String {
    let ours = wanted.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
            && !Route::parse(path.split(['?', '#']).next().unwrap_or_default()).is_public()
    });
    ours.unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_own_path() {
        for route in [
            Route::Home,
            Route::Login,
            Route::ForgottenPassword,
            Route::MailAction,
            Route::CreateTicket,
            Route::Guide,
            Route::Ticket(TicketNumber(47_447)),
            Route::Publication("maintenance-mars".into()),
        ] {
            assert_eq!(Route::parse(&route.path()), route);
        }
    }

    #[test]
    fn unknown_addresses_are_not_found() {
        for path in [
            "/tickets",
            "/tickets/47447",
            "/tickets/CS0047447/x",
            "/login/x",
            "/admin",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn return_path_never_leaves_the_portal() {
        assert_eq!(
            safe_return_path(Some("/tickets/CS0047447?tab=files")),
            "/tickets/CS0047447?tab=files"
        );
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "evil",
            "",
            "/login?next=/",
            "/a\nb",
        ] {
            assert_eq!(safe_return_path(Some(path)), "/", "{path}");
        }
        assert_eq!(safe_return_path(None), "/");
    }
}
