//! Every address of the portal. Links are made and read here, nowhere else.

use guichet_common::TicketNumber;

/// Where publications are written, below `/admin`.
const PUBLICATIONS: &str = "publications";

/// What is administered by lists and forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// The customers' companies.
    Accounts,
    /// Their people.
    Contacts,
    /// The supplier's people.
    Agents,
    /// Teams of agents.
    Groups,
    /// What support looks after.
    ConfigurationItems,
    /// By whom people can be told who they are (single sign-on).
    IdentityProviders,
    /// Programs with credentials of their own.
    OauthClients,
    /// The contacts of an account admin's own account.
    Colleagues,
}

impl Resource {
    /// Those of the administration.
    pub const ADMIN: [Self; 7] = [
        Self::Accounts,
        Self::Contacts,
        Self::Agents,
        Self::Groups,
        Self::ConfigurationItems,
        Self::IdentityProviders,
        Self::OauthClients,
    ];

    /// The address of its list.
    #[must_use]
    pub const fn base(self) -> &'static str {
        match self {
            Self::Accounts => "/admin/accounts",
            Self::Contacts => "/admin/contacts",
            Self::Agents => "/admin/agents",
            Self::Groups => "/admin/groups",
            Self::ConfigurationItems => "/admin/configuration-items",
            Self::IdentityProviders => "/admin/identity-providers",
            Self::OauthClients => "/admin/oauth-clients",
            Self::Colleagues => "/team",
        }
    }

    /// Whether its entries can be read from a file, and written to one.
    #[must_use]
    pub const fn has_files(self) -> bool {
        matches!(
            self,
            Self::Contacts | Self::ConfigurationItems | Self::Colleagues
        )
    }

    fn of_admin(name: &str) -> Option<Self> {
        let mut all = Self::ADMIN.into_iter();
        all.find(|resource| resource.base().strip_prefix("/admin/") == Some(name))
    }
}

/// A page of the administration that is no list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminPage {
    /// The API tokens of all people.
    ApiTokens,
    /// How people sign in, and for how long they stay.
    Security,
    /// What waiting tickets do by themselves.
    Timers,
    /// Which days are worked.
    Calendars,
    /// For how long things are kept.
    Retention,
    /// The limits of programs.
    Machines,
    /// Who did what to whom.
    Audit,
}

impl AdminPage {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ApiTokens,
        Self::Security,
        Self::Timers,
        Self::Calendars,
        Self::Retention,
        Self::Machines,
        Self::Audit,
    ];

    /// Its address.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::ApiTokens => "/admin/api-tokens",
            Self::Security => "/admin/security",
            Self::Timers => "/admin/timers",
            Self::Calendars => "/admin/calendars",
            Self::Retention => "/admin/retention",
            Self::Machines => "/admin/machines",
            Self::Audit => "/admin/audit",
        }
    }

    fn of(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|page| page.path().strip_prefix("/admin/") == Some(name))
    }
}

/// Where in a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Its list.
    List,
    /// The form for a new entry.
    New,
    /// Where a file of entries is read in.
    Import,
    /// The entry with this id.
    Entry(String),
}

impl Place {
    fn parse(resource: Resource, segment: Option<&str>) -> Self {
        match segment {
            None => Self::List,
            Some("new") => Self::New,
            Some("import") if resource.has_files() => Self::Import,
            Some(id) => Self::Entry(id.to_owned()),
        }
    }

    fn path(&self, base: &str) -> String {
        match self {
            Self::List => base.to_owned(),
            Self::New => format!("{base}/new"),
            Self::Import => format!("{base}/import"),
            Self::Entry(id) => format!("{base}/{id}"),
        }
    }
}

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
    /// `/password#…`: the link that sets a password; the rest of the address is its token.
    SetPassword,
    /// `/tickets/new`
    CreateTicket,
    /// `/tickets/CS0047447`
    Ticket(TicketNumber),
    /// `/publications/maintenance-mars`
    Publication(String),
    /// `/publications`
    Publications,
    /// `/guide`
    Guide,
    /// `/profile`
    Profile,
    /// `/admin/contacts`, `/admin/contacts/new`, `/team/0193…`
    Directory(Resource, Place),
    /// `/admin/audit`, `/admin/security`
    Admin(AdminPage),
    /// `/admin/publications`, `/admin/publications/new`, `/admin/publications/maintenance-mars`
    AdminPublications(Place),
    /// Anything else.
    NotFound,
}

impl Route {
    /// The page at a path of the address bar.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let mut segments = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .peekable();
        match segments.peek() {
            Some(&"admin") => return Self::admin(segments.skip(1)),
            Some(&"team") => return Self::directory(Resource::Colleagues, segments.skip(1)),
            _ => {}
        }
        let page = match (segments.next(), segments.next()) {
            (None, None) => Self::Home,
            (Some("login"), None) => Self::Login,
            (Some("forgotten-password"), None) => Self::ForgottenPassword,
            (Some("mail-action"), None) => Self::MailAction,
            (Some("password"), None) => Self::SetPassword,
            (Some("guide"), None) => Self::Guide,
            (Some("publications"), None) => Self::Publications,
            (Some("profile"), None) => Self::Profile,
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

    fn admin<'a>(mut segments: impl Iterator<Item = &'a str>) -> Self {
        match segments.next() {
            None => Self::Directory(Resource::Accounts, Place::List),
            Some(PUBLICATIONS) => match (segments.next(), segments.next()) {
                (None, _) => Self::AdminPublications(Place::List),
                (Some("new"), None) => Self::AdminPublications(Place::New),
                (Some(slug), None) => Self::AdminPublications(Place::Entry(slug.to_owned())),
                _ => Self::NotFound,
            },
            Some(name) => match (Resource::of_admin(name), AdminPage::of(name)) {
                (Some(resource), _) => Self::directory(resource, segments),
                (None, Some(page)) if segments.next().is_none() => Self::Admin(page),
                _ => Self::NotFound,
            },
        }
    }

    fn directory<'a>(resource: Resource, mut segments: impl Iterator<Item = &'a str>) -> Self {
        let place = Place::parse(resource, segments.next());
        if segments.next().is_some() {
            Self::NotFound
        } else {
            Self::Directory(resource, place)
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
            Self::SetPassword => "/password".to_owned(),
            Self::Guide => "/guide".to_owned(),
            Self::Publications => "/publications".to_owned(),
            Self::Profile => "/profile".to_owned(),
            Self::Directory(resource, place) => place.path(resource.base()),
            Self::Admin(page) => page.path().to_owned(),
            Self::AdminPublications(place) => place.path(&format!("/admin/{PUBLICATIONS}")),
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
            Self::Login | Self::ForgottenPassword | Self::MailAction | Self::SetPassword
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
            Route::SetPassword,
            Route::CreateTicket,
            Route::Guide,
            Route::Ticket(TicketNumber(47_447)),
            Route::Publication("maintenance-mars".into()),
            Route::Profile,
            Route::Directory(Resource::ConfigurationItems, Place::List),
            Route::Directory(Resource::Contacts, Place::New),
            Route::Directory(Resource::Contacts, Place::Import),
            Route::Directory(Resource::Agents, Place::Entry("import".into())),
            Route::Directory(Resource::OauthClients, Place::Entry("0193".into())),
            Route::Admin(AdminPage::Audit),
            Route::Admin(AdminPage::Security),
            Route::AdminPublications(Place::List),
            Route::AdminPublications(Place::New),
            Route::AdminPublications(Place::Entry("maintenance-mars".into())),
            Route::Directory(Resource::Colleagues, Place::Entry("0193".into())),
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
            "/admin/nothing",
            "/admin/contacts/new/x",
            "/admin/audit/x",
            "/admin/publications/x/y",
            "/team/new/x",
            "/profile/x",
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
