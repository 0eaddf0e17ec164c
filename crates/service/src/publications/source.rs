//! Publications as admins write them.

use guichet_common::audit::{AuditAction, AuditTargetKind};
use guichet_common::directory::rules::read_line;
use guichet_common::ids::{AccountId, PublicationId};
use guichet_common::problem::FieldError;
use guichet_common::publications::{
    PUBLICATION_ACCOUNTS_MAX, PUBLICATION_CATEGORY_MAX, PUBLICATION_SLUG_MAX,
    PUBLICATION_SUMMARY_MAX, PUBLICATION_TITLE_MAX, PublicationSource, PublicationState,
    PublicationText, PublicationVersion, PublicationVersionQuery, PublishPublication,
    PutPublication, PutPublicationText, is_slug, slug_of,
};
use guichet_common::{ErrorCode, Page};
use guichet_db::publications::{self as rows, Edition};
use guichet_db::{Conn, Tx, UniqueConstraint, accounts, attachments};
use guichet_domain::{Actor, Scope, policy};

use crate::app::App;
use crate::attachments::referenced_images;
use crate::audit::{By, Event, record};
use crate::error::{Error, Result};
use crate::idempotency::{Created, IdempotencyKey, find_first_answer, keep_answer};
use crate::paging::{read_page, write_page};
use crate::text::{Presence, read_rich_text};

const VERSIONS: &str = "publication_versions";

/// All of a publication.
pub async fn get_publication_source(
    app: &App,
    actor: &Actor,
    slug: &str,
) -> Result<PublicationSource> {
    policy::require_admin(actor)?;
    existing(app, &app.db.read(), slug).await
}

async fn existing(app: &App, conn: &Conn, slug: &str) -> Result<PublicationSource> {
    rows::find_publication_source(conn, slug, app.now())
        .await?
        .ok_or(Error::NOT_FOUND)
}

/// What a publication said after each of its changes, the last first.
pub async fn list_publication_versions(
    app: &App,
    actor: &Actor,
    slug: &str,
    query: PublicationVersionQuery,
) -> Result<Page<PublicationVersion>> {
    policy::require_admin(actor)?;
    let page = read_page(app, VERSIONS, query.limit, query.cursor.as_deref())?;
    let read = app.db.read();
    let found = existing(app, &read, slug).await?;
    write_page(
        app,
        VERSIONS,
        rows::list_versions(&read, found.id, &page).await?,
    )
}

/// Begins a publication, as a draft.
pub async fn create_publication(
    app: &App,
    by: By<'_>,
    body: PutPublication,
    key: Option<&IdempotencyKey>,
) -> Result<Created<PublicationSource>> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    if let Some(first) = find_first_answer(app, &tx, actor.id, key).await? {
        return Ok(first);
    }
    let id = app.ids.new_id();
    let edition = read_edition(&tx, id, None, body).await?;
    rows::insert_publication(&tx, &edition, app.now(), Some(actor.id))
        .await
        .map_err(slug_taken)?;
    take_pictures(&tx, actor, &edition).await?;
    let source = existing(app, &tx, &edition.slug).await?;
    keep_answer(app, &tx, actor.id, key, &source).await?;
    finish(app, tx, by, AuditAction::PublicationCreated, &source).await?;
    Ok(Created::fresh(source))
}

/// Replaces all that is written of a publication; one that is published changes at once.
pub async fn update_publication(
    app: &App,
    by: By<'_>,
    slug: &str,
    body: PutPublication,
    if_match: Option<i64>,
) -> Result<PublicationSource> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let known = existing(app, &tx, slug).await?;
    let version = if_match.unwrap_or(known.version);
    let edition = read_edition(&tx, known.id, Some(known.slug), body).await?;
    rows::update_publication(&tx, &edition, version, app.now(), Some(actor.id))
        .await
        .map_err(slug_taken)?;
    take_pictures(&tx, actor, &edition).await?;
    let source = existing(app, &tx, &edition.slug).await?;
    finish(app, tx, by, AuditAction::PublicationUpdated, &source).await?;
    Ok(source)
}

/// Lets those whom a publication is for read it, from now or another instant on.
pub async fn publish_publication(
    app: &App,
    by: By<'_>,
    slug: &str,
    body: PublishPublication,
    if_match: Option<i64>,
) -> Result<PublicationSource> {
    let state = PublicationState::Published;
    let at = body.published_at.unwrap_or_else(|| app.now());
    let action = AuditAction::PublicationPublished;
    set_state(app, by, slug, if_match, action, |_| Ok((state, Some(at)))).await
}

/// Takes a publication back: nobody but admins reads it any more.
pub async fn withdraw_publication(
    app: &App,
    by: By<'_>,
    slug: &str,
    if_match: Option<i64>,
) -> Result<PublicationSource> {
    let action = AuditAction::PublicationWithdrawn;
    set_state(app, by, slug, if_match, action, |known| match known.state {
        PublicationState::Draft => Err(Error::Refused(ErrorCode::InvalidStateTransition)),
        _ => Ok((PublicationState::Withdrawn, known.published_at)),
    })
    .await
}

type Change = (PublicationState, Option<guichet_common::Instant>);

async fn set_state(
    app: &App,
    by: By<'_>,
    slug: &str,
    if_match: Option<i64>,
    action: AuditAction,
    change: impl FnOnce(&PublicationSource) -> Result<Change>,
) -> Result<PublicationSource> {
    let actor = by.person()?;
    policy::require_admin(actor)?;
    let tx = app.db.begin_write().await?;
    let known = existing(app, &tx, slug).await?;
    let version = if_match.unwrap_or(known.version);
    let (state, at) = change(&known)?;
    let (id, now) = (known.id, app.now());
    rows::set_publication_state(&tx, id, version, state, at, now, Some(actor.id)).await?;
    let source = existing(app, &tx, slug).await?;
    finish(app, tx, by, action, &source).await?;
    Ok(source)
}

/// Deletes a draft that was never published.
pub async fn delete_publication(app: &App, by: By<'_>, slug: &str) -> Result<()> {
    policy::require_admin(by.person()?)?;
    let tx = app.db.begin_write().await?;
    let known = existing(app, &tx, slug).await?;
    if known.state != PublicationState::Draft {
        return Err(Error::Refused(ErrorCode::PublicationNotDraft));
    }
    rows::delete_publication(&tx, known.id).await?;
    finish(app, tx, by, AuditAction::PublicationDeleted, &known).await
}

async fn finish(
    app: &App,
    tx: Tx,
    by: By<'_>,
    action: AuditAction,
    publication: &PublicationSource,
) -> Result<()> {
    let event = Event::of(action).on(AuditTargetKind::Publication, publication.id);
    record(app, &tx, by, event.with("slug", publication.slug.clone())).await?;
    tx.commit().await?;
    Ok(())
}

/// Another request took the short name between the check and now.
fn slug_taken(error: guichet_db::Error) -> Error {
    match error {
        guichet_db::Error::Conflict(UniqueConstraint::PublicationSlug) => {
            Error::Invalid(vec![FieldError::at("/slug", "duplicate")])
        }
        other => other.into(),
    }
}

/// Reads all of a publication, and tells all that is wrong with it.
async fn read_edition(
    tx: &Tx,
    id: PublicationId,
    known_slug: Option<String>,
    body: PutPublication,
) -> Result<Edition> {
    let mut errors = Vec::new();
    let category = body
        .category
        .map(|text| read_line("category", &text, PUBLICATION_CATEGORY_MAX, &mut errors));
    let texts = read_texts(body.texts.0, &mut errors);
    let first = texts.first().map(|text| text.language);
    let language = body.language.or(first).unwrap_or_default();
    if !texts.is_empty() && texts.iter().all(|text| text.language != language) {
        errors.push(FieldError::at("/language", "invalid_value"));
    }
    let accounts = read_accounts(tx, body.account_ids, &mut errors).await?;
    let title = texts
        .iter()
        .find(|text| text.language == language)
        .map_or("", |text| &text.title);
    let slug = read_slug(tx, body.slug, known_slug, title, &mut errors).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut texts = texts;
    texts.sort_by_key(|text| text.language != language);
    Ok(Edition {
        id,
        slug,
        kind: body.kind,
        category,
        language,
        accounts,
        pinned_until: body.pinned_until,
        texts,
    })
}

fn read_texts(
    given: Vec<PutPublicationText>,
    errors: &mut Vec<FieldError>,
) -> Vec<PublicationText> {
    if given.is_empty() {
        errors.push(FieldError::at("/texts", "required"));
    }
    let mut texts: Vec<PublicationText> = Vec::new();
    for (index, text) in given.into_iter().enumerate() {
        let mut wrong = Vec::new();
        if texts.iter().any(|other| other.language == text.language) {
            wrong.push(FieldError::at("/language", "repeated"));
        }
        let title = read_line("title", &text.title, PUBLICATION_TITLE_MAX, &mut wrong);
        let summary = text.summary.filter(|text| !text.trim().is_empty());
        let summary = summary
            .map(|text| read_line("summary", &text, PUBLICATION_SUMMARY_MAX, &mut wrong))
            .unwrap_or_default();
        let (html, plain) = (text.body_html, text.body_text);
        let body = read_rich_text("body", html, plain, Presence::Required, &mut wrong);
        errors.extend(wrong.into_iter().map(|error| FieldError {
            pointer: error.pointer.map(|at| format!("/texts/{index}{at}")),
            ..error
        }));
        let body = body.unwrap_or_default();
        texts.push(PublicationText {
            language: text.language,
            title,
            summary,
            body_html: body.html,
            body_text: body.text,
        });
    }
    texts
}

async fn read_accounts(
    tx: &Tx,
    given: Option<Vec<AccountId>>,
    errors: &mut Vec<FieldError>,
) -> Result<Option<Vec<AccountId>>> {
    let Some(mut ids) = given else {
        return Ok(None);
    };
    if ids.is_empty() {
        errors.push(FieldError::at("/account_ids", "required"));
    } else if ids.len() > PUBLICATION_ACCOUNTS_MAX {
        let error = FieldError::at("/account_ids", "too_many");
        errors.push(error.with("max", PUBLICATION_ACCOUNTS_MAX));
        return Ok(Some(ids));
    }
    for (index, id) in ids.iter().enumerate() {
        if accounts::find_account_in(tx, &Scope::All, *id)
            .await?
            .is_none()
        {
            let pointer = format!("/account_ids/{index}");
            errors.push(FieldError::at(pointer, "not_found"));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

/// The short name: what was given, else what it has, else one after the title that is free.
async fn read_slug(
    tx: &Tx,
    given: Option<String>,
    known: Option<String>,
    title: &str,
    errors: &mut Vec<FieldError>,
) -> Result<String> {
    match (given, known) {
        (Some(slug), known) => {
            if slug.chars().count() > PUBLICATION_SLUG_MAX {
                let error = FieldError::at("/slug", "too_long");
                errors.push(error.with("max", PUBLICATION_SLUG_MAX));
            } else if !is_slug(&slug) {
                errors.push(FieldError::at("/slug", "invalid_format"));
            } else if known.as_deref() != Some(&*slug)
                && rows::list_slugs_like(tx, &slug).await?.contains(&slug)
            {
                errors.push(FieldError::at("/slug", "duplicate"));
            }
            Ok(slug)
        }
        (None, Some(known)) => Ok(known),
        (None, None) => {
            let wanted = slug_of(title);
            let taken = rows::list_slugs_like(tx, &wanted).await?;
            let numbered = (2..).map(|number: u32| format!("{wanted}-{number}"));
            Ok(std::iter::once(wanted.clone())
                .chain(numbered)
                .find(|slug| !taken.contains(slug))
                .unwrap_or(wanted))
        }
    }
}

/// The pictures in the texts become the publication's. A text that shows another picture would show
/// nothing to its readers, and is refused.
async fn take_pictures(tx: &Tx, author: &Actor, edition: &Edition) -> Result<()> {
    let shown: Vec<_> = edition
        .texts
        .iter()
        .map(|text| referenced_images(&text.body_html))
        .collect();
    let mut ids = shown.concat();
    ids.sort_unstable();
    ids.dedup();
    let own = attachments::attach_to_publication(tx, &ids, author.id, edition.id).await?;
    let missing: Vec<FieldError> = shown
        .iter()
        .enumerate()
        .filter(|(_, ids)| ids.iter().any(|id| !own.contains(id)))
        .map(|(index, _)| FieldError::at(format!("/texts/{index}/body_html"), "picture_not_found"))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(missing))
    }
}
