//! The demo: a supplier, its customers, and three months of tickets.
//!
//! What is said and done is written down in `crates/server/demo/*.toml`; here it is played through
//! the use cases themselves, on a clock that moves from moment to moment. So history, counters,
//! search index and files are those of a real instance. To add a ticket, write it there.

mod bulk;
mod business;
mod files;
mod people;
mod player;
mod publications;
mod random;
mod script;
mod timeline;
mod vocabulary;

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::vocabulary::TicketSort;
use guichet_db::accounts::{self, DirectoryFilter};
use guichet_db::tickets::{TicketFilter, list_tickets_in};
use guichet_db::{Db, PageRequest, groups, outbox, people as rows};
use guichet_domain::{Clock as _, MockClock, Scope, SystemClock};
use guichet_service::App;

pub use people::SignIn;

use crate::wiring::Wiring;

/// The password of everybody in the demo. It is printed at every start and worth nothing.
const PASSWORD: &str = "Guichet-Demo-2026!";
/// Mails marked in one go.
const MAILS: u32 = 500;
/// Rows of the directory read in one go.
const PAGE: u32 = 500;

/// Loads the demo into an empty database; one that holds the demo already is left as it is. With
/// `tickets`, made-up ones are added until there are so many. Returns how its people sign in, or
/// nothing when the database holds something else.
pub async fn load(wiring: &Wiring, tickets: usize) -> Result<Option<Vec<SignIn>>> {
    let company = script::company()?;
    let sign_ins = people::sign_ins(&company, PASSWORD);
    let db = &wiring.db;
    if accounts::is_empty(&db.read()).await? {
        play(wiring, &company, tickets)
            .await
            .context("loading the demo")?;
        return Ok(Some(sign_ins));
    }
    let first = sign_ins.first().context("a demo without people")?;
    if rows::find_person_by_email(&db.read(), &first.username)
        .await?
        .is_none()
    {
        return Ok(None);
    }
    let present = count_tickets(db).await?;
    if present < tickets {
        let password_hash = wiring.hash(PASSWORD).await?;
        let house = find_house(db, password_hash).await?;
        add_tickets(db, house, present, tickets - present).await?;
    }
    Ok(Some(sign_ins))
}

async fn play(wiring: &Wiring, company: &script::Company, tickets: usize) -> Result<()> {
    let started = std::time::Instant::now();
    let script = script::tickets()?;
    let now = SystemClock.now();
    let moments = timeline::timeline(&script, now);
    let begin = moments.first().map_or(now, |moment| moment.at) - TimeDelta::hours(1);
    let clock = MockClock::at(begin);
    let app = wiring.app(clock.clone()).await?;
    let password_hash = app.passwords().hash(PASSWORD.to_owned()).await?;
    let tx = app.db().begin_write().await?;
    let cast = people::enter(&app, &tx, company, &password_hash, begin).await?;
    publications::enter(&app, &tx, now).await?;
    tx.commit().await?;
    if tickets > script.len() {
        // Before the others, so that numbers stay in the order of creation.
        let house = find_house(app.db(), password_hash).await?;
        add_tickets(app.db(), house, 0, tickets - script.len()).await?;
    }
    let mut player = player::Player::new(&app, clock, &cast).await?;
    for moment in moments {
        player.play(&script, moment).await?;
    }
    settle_mails(&app, now).await?;
    tracing::info!(
        tickets = script.len(),
        milliseconds = started.elapsed().as_millis(),
        "the demo is loaded"
    );
    Ok(())
}

/// The mails of the past count as sent: nobody waits for them any more.
async fn settle_mails(app: &App, now: DateTime<Utc>) -> Result<()> {
    let tx = app.db().begin_write().await?;
    loop {
        let claims = outbox::claim_due_mails(&tx, now, now, MAILS).await?;
        if claims.is_empty() {
            break;
        }
        for claim in claims {
            let at = claim.mail.created_at;
            outbox::mark_mail_sent(&tx, claim.mail.id, claim.fence, at, None).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn add_tickets(db: &Db, house: bulk::House, existing: usize, count: usize) -> Result<()> {
    let took = bulk::add(db, house, existing, count, SystemClock.now()).await?;
    tracing::info!(
        tickets = count,
        milliseconds = took.as_millis(),
        "tickets are added"
    );
    Ok(())
}

/// How many tickets there are: as many as the newest one's number, for none is ever deleted.
async fn count_tickets(db: &Db) -> Result<usize> {
    let filter = TicketFilter {
        sort: TicketSort::NumberDesc,
        ..TicketFilter::default()
    };
    let page = PageRequest::first(1);
    let rows = list_tickets_in(&db.read(), &Scope::All, &filter, &page).await?;
    let newest = rows.items.first().map_or(0, |ticket| ticket.number.0);
    Ok(usize::try_from(newest).unwrap_or_default())
}

/// Everybody who files and works tickets.
async fn find_house(db: &Db, password_hash: String) -> Result<bulk::House> {
    let filter = DirectoryFilter::default();
    let mut page = PageRequest::first(PAGE);
    let mut filers = Vec::new();
    loop {
        let found =
            guichet_db::contacts::list_contacts_in(&db.read(), &Scope::All, &filter, &page).await?;
        filers.extend(found.items.into_iter().map(|contact| bulk::Filer {
            account: contact.account.id,
            contact: contact.id,
        }));
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    // The demo's own people first, whatever their names: they were entered first.
    filers.sort_by_key(|filer| filer.contact);
    let mut agents = Vec::new();
    for agent in guichet_db::agents::list_agents(&db.read(), &filter, &PageRequest::first(PAGE))
        .await?
        .items
    {
        let own = groups::list_groups_of(&db.read(), agent.id).await?;
        agents.push((agent.id, own.first().map(|group| group.id)));
    }
    Ok(bulk::House {
        filers,
        agents,
        password_hash,
    })
}

#[cfg(test)]
mod tests {
    use guichet_common::directory::Account;
    use guichet_common::ids::AccountId;
    use guichet_common::vocabulary::TicketState;

    use super::*;
    use crate::config::{Config, Settings};

    async fn wiring(folder: &tempfile::TempDir) -> Wiring {
        let settings = Settings {
            data: Some(folder.path().into()),
            ..Settings::default()
        };
        Wiring::open(&Config::load(settings).unwrap())
            .await
            .unwrap()
    }

    async fn tickets_in(db: &Db, states: Vec<TicketState>) -> u64 {
        let filter = TicketFilter {
            states,
            ..TicketFilter::default()
        };
        let rows = list_tickets_in(&db.read(), &Scope::All, &filter, &PageRequest::first(1)).await;
        rows.unwrap().total.count
    }

    #[tokio::test]
    async fn demo_has_every_state_and_leaves_no_mail_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let wiring = wiring(&folder).await;
        let sign_ins = load(&wiring, 0).await.unwrap().unwrap();
        assert_eq!(sign_ins.len(), 13);
        for state in TicketState::ALL {
            assert!(tickets_in(&wiring.db, vec![*state]).await >= 5, "{state}");
        }
        let (waiting, _) = outbox::find_backlog(&wiring.db.read()).await.unwrap();
        assert_eq!(waiting, 0);
    }

    #[tokio::test]
    async fn second_load_adds_only_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let wiring = wiring(&folder).await;
        load(&wiring, 100).await.unwrap();
        assert_eq!(tickets_in(&wiring.db, Vec::new()).await, 100);
        load(&wiring, 0).await.unwrap();
        assert_eq!(tickets_in(&wiring.db, Vec::new()).await, 100);
        load(&wiring, 450).await.unwrap();
        assert_eq!(tickets_in(&wiring.db, Vec::new()).await, 450);
    }

    #[tokio::test]
    async fn database_with_other_data_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let wiring = wiring(&folder).await;
        let account = Account {
            id: AccountId(uuid::Uuid::from_u128(1)),
            name: "Un vrai client".to_owned(),
            active: true,
            time_zone: "Europe/Paris".to_owned(),
            created_at: SystemClock.now(),
        };
        let tx = wiring.db.begin_write().await.unwrap();
        accounts::insert_account(&tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(load(&wiring, 100).await.unwrap(), None);
        assert_eq!(tickets_in(&wiring.db, Vec::new()).await, 0);
    }
}
