//! The state of the ticket list. All of it is in the address, so that it can be bookmarked, sent
//! to a colleague, and returned to.

use guichet_common::ids::{AccountId, PersonId};
use guichet_common::tickets::TicketQuery;
use guichet_common::vocabulary::{Language, Role, TicketSort, TicketState};
use guichet_i18n::t;
use guichet_ui::SortDirection;

use super::columns::Column;

/// Rows a page.
pub const PAGE_SIZE: u32 = 25;

/// A tab above the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListTab {
    /// Every ticket that the person sees.
    #[default]
    All,
    /// What waits for the customer.
    NeedsAction,
    /// What the agent works.
    Mine,
    /// What no agent works.
    Unassigned,
}

impl ListTab {
    /// The tabs of a role.
    #[must_use]
    pub const fn of(role: Role) -> &'static [Self] {
        if role.is_agent() {
            &[Self::All, Self::Mine, Self::Unassigned]
        } else {
            &[Self::All, Self::NeedsAction]
        }
    }

    /// Its name in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::NeedsAction => "action",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
        }
    }

    /// Its name on screen.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::All => t!(language, "home-tab-all"),
            Self::NeedsAction => t!(language, "home-tab-action"),
            Self::Mine => t!(language, "home-tab-mine"),
            Self::Unassigned => t!(language, "home-tab-unassigned"),
        }
    }
}

/// Filters, order and page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListState {
    /// The role it is for: it decides what is shown when nothing is asked.
    role: Role,
    /// The tab.
    pub tab: ListTab,
    /// Keywords.
    pub q: String,
    /// Only these states; empty for all.
    pub states: Vec<TicketState>,
    /// Only this contact.
    pub contact: Option<PersonId>,
    /// Only this account.
    pub account: Option<AccountId>,
    /// The order.
    pub sort: TicketSort,
    /// The cursors that led to this page; empty on the first.
    pub cursors: Vec<String>,
}

/// In the address: no state filter, where the default has one.
const ALL_STATES: &str = "all";

const DEFAULT_SORT: TicketSort = TicketSort::CreatedAtDesc;

impl ListState {
    /// The list as it first appears: agents look at what is not done.
    #[must_use]
    pub fn new(role: Role) -> Self {
        Self {
            role,
            tab: ListTab::All,
            q: String::new(),
            states: default_states(role),
            contact: None,
            account: None,
            sort: DEFAULT_SORT,
            cursors: Vec::new(),
        }
    }

    /// Reads the parameters of the address. What is unknown or wrong is as if it were not there.
    #[must_use]
    pub fn from_address(role: Role, pairs: &[(String, String)]) -> Self {
        let get_all = |name: &str| -> Vec<String> {
            let values = pairs.iter().filter(|(other, _)| other == name);
            values.map(|(_, value)| value.clone()).collect()
        };
        let one = |name: &str| get_all(name).pop();
        let states = get_all("state");
        let tab = one("tab").and_then(|name| {
            ListTab::of(role)
                .iter()
                .copied()
                .find(|tab| tab.name() == name)
        });
        Self {
            role,
            tab: tab.unwrap_or_default(),
            q: one("q").unwrap_or_default().trim().to_owned(),
            states: if states.is_empty() {
                default_states(role)
            } else {
                states.iter().filter_map(|word| word.parse().ok()).collect()
            },
            contact: one("contact").and_then(|id| id.parse().ok()),
            account: one("account").and_then(|id| id.parse().ok()),
            sort: one("sort")
                .and_then(|word| word.parse().ok())
                .unwrap_or(DEFAULT_SORT),
            cursors: get_all("cursor"),
        }
    }

    /// The parameters of the address; what is as it first appears is left out.
    #[must_use]
    pub fn to_address(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.tab != ListTab::All {
            pairs.push(("tab", self.tab.name().to_owned()));
        }
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        if self.states != default_states(self.role) {
            if self.states.is_empty() {
                pairs.push(("state", ALL_STATES.to_owned()));
            }
            pairs.extend(self.states.iter().map(|state| ("state", state.to_string())));
        }
        pairs.extend(self.contact.map(|id| ("contact", id.to_string())));
        pairs.extend(self.account.map(|id| ("account", id.to_string())));
        if self.sort != DEFAULT_SORT {
            pairs.push(("sort", self.sort.to_string()));
        }
        pairs.extend(self.cursors.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs
    }

    /// What to ask the server. `me` is the signed-in person.
    #[must_use]
    pub fn to_query(&self, me: PersonId) -> TicketQuery {
        TicketQuery {
            q: (!self.q.is_empty()).then(|| self.q.clone()),
            state: self.states.clone(),
            contact_id: self.contact,
            account_id: self.account,
            assigned_to_id: (self.tab == ListTab::Mine).then_some(me),
            unassigned: (self.tab == ListTab::Unassigned).then_some(true),
            needs_action: (self.tab == ListTab::NeedsAction).then_some(true),
            sort: Some(self.sort),
            limit: Some(PAGE_SIZE),
            cursor: self.cursors.last().cloned(),
            ..TicketQuery::default()
        }
    }

    /// Whether anything narrows the list beyond its tab.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        !self.q.is_empty()
            || self.contact.is_some()
            || self.account.is_some()
            || self.states != default_states(self.role)
    }

    /// Without filters; tab and order stay.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            tab: self.tab,
            sort: self.sort,
            ..Self::new(self.role)
        }
    }

    /// The same list with a change, from its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed.cursors.clear();
        changed
    }

    /// The page after, which begins at `cursor`.
    #[must_use]
    pub fn next_page(&self, cursor: &str) -> Self {
        let mut next = self.clone();
        next.cursors.push(cursor.to_owned());
        next
    }

    /// The page before.
    #[must_use]
    pub fn previous_page(&self) -> Self {
        let mut previous = self.clone();
        previous.cursors.pop();
        previous
    }

    /// How a column is sorted now.
    #[must_use]
    pub fn direction(&self, column: Column) -> Option<SortDirection> {
        let (ascending, descending) = column.sorts()?;
        match self.sort {
            sort if sort == ascending => Some(SortDirection::Ascending),
            sort if sort == descending => Some(SortDirection::Descending),
            _ => None,
        }
    }

    /// The list sorted by a column: newest and most urgent first, then the other way round.
    #[must_use]
    pub fn sorted_by(&self, column: Column) -> Self {
        let Some((ascending, descending)) = column.sorts() else {
            return self.clone();
        };
        let rising_first = matches!(column, Column::Priority | Column::State);
        let (first, second) = if rising_first {
            (ascending, descending)
        } else {
            (descending, ascending)
        };
        let sort = if self.sort == first { second } else { first };
        self.with(|list| list.sort = sort)
    }

    /// "Lignes 1 - 25 sur 2 340".
    #[must_use]
    pub fn range(&self, language: Language, rows: usize, total: u64, is_exact: bool) -> String {
        let before = u64::from(PAGE_SIZE) * u64::try_from(self.cursors.len()).unwrap_or_default();
        let rows = u64::try_from(rows).unwrap_or_default();
        let from = if rows == 0 { 0 } else { before + 1 };
        // A list that grew while it was being paged through must not say "26 - 50 sur 49".
        let (to, total) = (before + rows, total.max(before + rows));
        if is_exact {
            t!(language, "home-rows", from = from, to = to, total = total)
        } else {
            t!(
                language,
                "home-rows-more",
                from = from,
                to = to,
                total = total
            )
        }
    }
}

fn default_states(role: Role) -> Vec<TicketState> {
    if role.is_agent() {
        vec![
            TicketState::New,
            TicketState::Open,
            TicketState::OnHold,
            TicketState::Resolved,
        ]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(role: Role, pairs: &[(&str, &str)]) -> ListState {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        ListState::from_address(role, &pairs.iter().map(owned).collect::<Vec<_>>())
    }

    fn written(state: &ListState) -> Vec<(&'static str, String)> {
        state.to_address()
    }

    #[test]
    fn empty_address_is_the_list_as_it_first_appears() {
        for role in [Role::Contact, Role::AccountAdmin, Role::Agent, Role::Admin] {
            let state = read(role, &[]);
            assert_eq!(state, ListState::new(role));
            assert!(written(&state).is_empty());
            assert!(!state.is_filtered());
        }
    }

    #[test]
    fn address_says_all_that_was_chosen() {
        let id = uuid::Uuid::from_u128(7).to_string();
        let pairs = [
            ("tab", "action"),
            ("q", "réseau"),
            ("state", "new"),
            ("state", "on_hold"),
            ("contact", id.as_str()),
            ("sort", "-updated_at"),
            ("cursor", "a"),
            ("cursor", "b"),
        ];
        let state = read(Role::Contact, &pairs);
        let again: Vec<_> = written(&state);
        assert_eq!(again, pairs.map(|(name, value)| (name, value.to_owned())));
        let query = state.to_query(PersonId(uuid::Uuid::nil()));
        assert_eq!(query.needs_action, Some(true));
        assert_eq!(query.cursor.as_deref(), Some("b"));
        assert_eq!(query.state, [TicketState::New, TicketState::OnHold]);
    }

    #[test]
    fn nonsense_in_the_address_is_ignored() {
        let pairs = [
            ("tab", "mine"),
            ("sort", "name"),
            ("contact", "7"),
            ("q", "  "),
        ];
        assert_eq!(read(Role::Contact, &pairs), ListState::new(Role::Contact));
    }

    #[test]
    fn agent_looks_at_open_work_unless_all_states_are_asked_for() {
        let state = ListState::new(Role::Agent);
        assert!(!state.states.contains(&TicketState::Closed));
        let all = state.with(|list| list.states.clear());
        assert_eq!(written(&all), [("state", "all".to_owned())]);
        assert_eq!(read(Role::Agent, &[("state", "all")]), all);
    }

    #[test]
    fn agents_tabs_ask_for_own_and_unassigned_tickets() {
        let me = PersonId(uuid::Uuid::from_u128(9));
        let mine = read(Role::Agent, &[("tab", "mine")]).to_query(me);
        assert_eq!((mine.assigned_to_id, mine.unassigned), (Some(me), None));
        let free = read(Role::Agent, &[("tab", "unassigned")]).to_query(me);
        assert_eq!((free.assigned_to_id, free.unassigned), (None, Some(true)));
    }

    #[test]
    fn every_change_of_the_filters_returns_to_the_first_page() {
        let state = ListState::new(Role::Contact).next_page("a").next_page("b");
        assert_eq!(state.previous_page().cursors, ["a"]);
        assert!(state.with(|list| list.q = "vpn".into()).cursors.is_empty());
        assert!(state.sorted_by(Column::Priority).cursors.is_empty());
        assert!(state.cleared().cursors.is_empty());
    }

    #[test]
    fn sorting_twice_turns_the_order_round() {
        let state = ListState::new(Role::Contact);
        assert_eq!(
            state.direction(Column::Created),
            Some(SortDirection::Descending)
        );
        let by_priority = state.sorted_by(Column::Priority);
        assert_eq!(by_priority.sort, TicketSort::Priority);
        assert_eq!(
            by_priority.sorted_by(Column::Priority).sort,
            TicketSort::PriorityDesc
        );
        assert_eq!(state.sorted_by(Column::Contact), state);
    }

    #[test]
    fn range_counts_from_one_and_never_past_the_total() {
        let first = ListState::new(Role::Contact);
        assert_eq!(
            first.range(Language::Fr, 25, 2340, true),
            "Lignes 1 - 25 sur 2\u{202f}340"
        );
        assert_eq!(first.range(Language::Fr, 0, 0, true), "Lignes 0 - 0 sur 0");
        let second = first.next_page("a");
        assert_eq!(
            second.range(Language::En, 5, 28, true),
            "Rows 26 - 30 of 30"
        );
        assert_eq!(
            second.range(Language::En, 25, 10_000, false),
            "Rows 26 - 50 of more than 10,000"
        );
    }
}
