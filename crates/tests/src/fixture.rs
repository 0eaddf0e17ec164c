//! The people that every test finds.

use chrono::{DateTime, Utc};
use guichet_common::directory::{Account, AccountRef, AssignmentGroup, ConfigurationItem};
use guichet_common::ids::{AccountId, ConfigurationItemId, GroupId, PersonId};
use guichet_common::vocabulary::{Language, Role};
use guichet_db::people::PersonRow;
use guichet_db::{Tx, accounts, configuration_items, groups, people};
use guichet_service::App;

/// Everybody's password.
pub const PASSWORD: &str = "Corbeau-Rouge-7!";

/// Who and what is there.
#[derive(Debug, Clone, Copy)]
pub struct Directory {
    /// The account "Menuiserie Dupont".
    pub dupont: AccountId,
    /// The account "Clinique des Tilleuls".
    pub tilleuls: AccountId,
    /// A contact of Dupont who sees her own tickets.
    pub claire: PersonId,
    /// A contact of Dupont who sees all of the account's tickets.
    pub denis: PersonId,
    /// The account admin of Dupont.
    pub paul: PersonId,
    /// A contact of Tilleuls who sees all of that account's tickets; reads English.
    pub stella: PersonId,
    /// An agent whose group serves every account.
    pub lea: PersonId,
    /// An agent whose group serves Dupont alone.
    pub marc: PersonId,
    /// The admin.
    pub ada: PersonId,
    /// "CDS - Supervision", which serves every account.
    pub supervision: GroupId,
    /// "CDS - Infrastructure", which serves Dupont alone.
    pub infrastructure: GroupId,
    /// A server of Dupont's.
    pub server: ConfigurationItemId,
    /// A line of Tilleuls'.
    pub line: ConfigurationItemId,
}

impl Directory {
    /// Enters everybody.
    pub(crate) async fn enter(app: &App) -> Self {
        let ids = app.ids();
        let directory = Self {
            dupont: ids.new_id(),
            tilleuls: ids.new_id(),
            claire: ids.new_id(),
            denis: ids.new_id(),
            paul: ids.new_id(),
            stella: ids.new_id(),
            lea: ids.new_id(),
            marc: ids.new_id(),
            ada: ids.new_id(),
            supervision: ids.new_id(),
            infrastructure: ids.new_id(),
            server: ids.new_id(),
            line: ids.new_id(),
        };
        let hash = app.passwords().hash(PASSWORD.into()).await.expect("hashes");
        directory
            .write(app, &hash)
            .await
            .expect("the fixture is entered");
        directory
    }

    async fn write(&self, app: &App, hash: &str) -> Result<(), guichet_db::Error> {
        let now = app.now();
        let tx = app.db().begin_write().await?;
        self.write_accounts(&tx, now).await?;
        self.write_people(&tx, hash, now).await?;
        self.write_groups(&tx, now).await?;
        self.write_items(&tx, now).await?;
        tx.commit().await
    }

    async fn write_accounts(&self, tx: &Tx, now: DateTime<Utc>) -> Result<(), guichet_db::Error> {
        for (id, name) in [
            (self.dupont, "Menuiserie Dupont"),
            (self.tilleuls, "Clinique des Tilleuls"),
        ] {
            let time_zone = "Europe/Paris".to_owned();
            let account = Account {
                id,
                name: name.into(),
                active: true,
                time_zone,
                created_at: now,
            };
            accounts::insert_account(tx, &account).await?;
        }
        Ok(())
    }

    async fn write_people(
        &self,
        tx: &Tx,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<(), guichet_db::Error> {
        let dupont = Some(self.dupont);
        let people = [
            (
                self.claire,
                Role::Contact,
                "Claire",
                "Lefèvre",
                "claire@dupont.example",
                dupont,
            ),
            (
                self.denis,
                Role::Contact,
                "Denis",
                "Marchand",
                "denis@dupont.example",
                dupont,
            ),
            (
                self.paul,
                Role::AccountAdmin,
                "Paul",
                "Dupont",
                "paul@dupont.example",
                dupont,
            ),
            (
                self.stella,
                Role::Contact,
                "Stella",
                "Martin",
                "stella@tilleuls.example",
                Some(self.tilleuls),
            ),
            (
                self.lea,
                Role::Agent,
                "Léa",
                "Bernard",
                "lea@heliaq.example",
                None,
            ),
            (
                self.marc,
                Role::Agent,
                "Marc",
                "Petit",
                "marc@heliaq.example",
                None,
            ),
            (
                self.ada,
                Role::Admin,
                "Ada",
                "Moreau",
                "ada@heliaq.example",
                None,
            ),
        ];
        for (id, role, first_name, last_name, email, account_id) in people {
            let mut row = person(
                id,
                role,
                [first_name, last_name, email],
                account_id,
                hash,
                now,
            );
            row.sees_account_tickets = ![self.claire].contains(&id) && account_id.is_some();
            if id == self.stella {
                row.language = Language::En;
            }
            people::insert_person(tx, &row).await?;
        }
        Ok(())
    }

    async fn write_groups(&self, tx: &Tx, now: DateTime<Utc>) -> Result<(), guichet_db::Error> {
        for (id, name) in [
            (self.supervision, "CDS - Supervision"),
            (self.infrastructure, "CDS - Infrastructure"),
        ] {
            let group = AssignmentGroup {
                id,
                name: name.into(),
                active: true,
                created_at: now,
            };
            groups::insert_group(tx, &group).await?;
        }
        groups::add_group_member(tx, self.supervision, self.lea).await?;
        groups::add_group_member(tx, self.supervision, self.ada).await?;
        groups::add_group_member(tx, self.infrastructure, self.marc).await?;
        groups::add_group_account(tx, self.infrastructure, self.dupont).await
    }

    async fn write_items(&self, tx: &Tx, now: DateTime<Utc>) -> Result<(), guichet_db::Error> {
        for (id, account, account_name, name, kind) in [
            (
                self.server,
                self.dupont,
                "Menuiserie Dupont",
                "SRV-DUPONT-01",
                "server",
            ),
            (
                self.line,
                self.tilleuls,
                "Clinique des Tilleuls",
                "LIGNE-0556",
                "line",
            ),
        ] {
            let item = ConfigurationItem {
                id,
                name: name.into(),
                kind: kind.into(),
                account: AccountRef {
                    id: account,
                    name: account_name.into(),
                },
                active: true,
                created_at: now,
            };
            configuration_items::insert_configuration_item(tx, &item).await?;
        }
        Ok(())
    }
}

fn person(
    id: PersonId,
    role: Role,
    [first_name, last_name, email]: [&str; 3],
    account_id: Option<AccountId>,
    hash: &str,
    now: DateTime<Utc>,
) -> PersonRow {
    PersonRow {
        id,
        role,
        email: email.into(),
        password_hash: Some(hash.into()),
        first_name: first_name.into(),
        last_name: last_name.into(),
        account_id,
        sees_account_tickets: false,
        language: Language::Fr,
        time_zone: "Europe/Paris".into(),
        active: true,
        created_at: now,
        updated_at: now,
    }
}
