//! Which mails people do not want; [`crate::outbox::enqueue_mails`] obeys.

use guichet_common::ids::PersonId;
use guichet_common::vocabulary::MailKind;

use crate::row::{Reader, values};
use crate::sql::Sql;
use crate::{Conn, Error, Tx};

/// The kinds of mail that a person does not want, in the order of their names.
pub async fn list_unwanted_mails(conn: &Conn, person: PersonId) -> Result<Vec<MailKind>, Error> {
    let rows = conn
        .all(
            "SELECT kind FROM unwanted_mails WHERE person_id = $1 ORDER BY kind",
            values![person],
        )
        .await?;
    rows.iter().map(|row| Reader::new(row).get()).collect()
}

/// Puts these kinds in the place of those that the person did not want before.
pub async fn put_unwanted_mails(
    tx: &Tx,
    person: PersonId,
    kinds: &[MailKind],
) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM unwanted_mails WHERE person_id = $1",
        values![person],
    )
    .await?;
    if kinds.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO unwanted_mails (person_id, kind) VALUES ");
    sql.bind_rows(kinds.iter().map(|kind| values![person, *kind]));
    sql.push(" ON CONFLICT DO NOTHING");
    tx.execute(&sql.text, sql.values).await?;
    Ok(())
}
