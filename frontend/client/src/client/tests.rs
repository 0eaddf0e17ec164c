use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join;
use guichet_common::tickets::TicketQuery;
use guichet_common::{ErrorCode, TicketNumber};

use super::*;
use crate::call::IdempotencyKey;
use crate::fake::{Fake, header, run};

const EMPTY: &str = r#"{"items":[],"next_cursor":null,"total":0,"total_is_exact":true}"#;
const TICKETS: &str = "/api/v1/tickets";
const REFRESH: &str = "/api/v1/auth/refresh";

fn asked(path: &str, token: Option<&str>) -> (String, Option<String>) {
    (
        path.to_owned(),
        token.map(|token| format!("Bearer {token}")),
    )
}

#[test]
fn a_refused_token_is_renewed_and_the_request_repeated_once() {
    let server = Fake::default()
        .refuses(401, "unauthenticated")
        .gives_token("new", 600)
        .answers(200, EMPTY);
    let client = server.signed_in();
    let page = run(client.list_tickets(&TicketQuery::default()));
    assert_eq!(page.map(|page| page.total), Ok(0));
    let expected = [
        asked(TICKETS, Some("old")),
        asked(REFRESH, None),
        asked(TICKETS, Some("new")),
    ];
    assert_eq!(server.asked(), expected);
}

#[test]
fn a_second_refusal_is_told_and_not_repeated() {
    let server = Fake::default()
        .refuses(401, "unauthenticated")
        .gives_token("new", 600)
        .refuses(401, "unauthenticated");
    let client = server.signed_in();
    let error = run(client.get_me()).expect_err("refused");
    assert_eq!(error.code(), Some(ErrorCode::Unauthenticated));
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn many_requests_with_a_stale_token_make_one_renewal() {
    let server = Fake::default()
        .refuses(401, "unauthenticated")
        .refuses(401, "unauthenticated")
        .gives_token("new", 600)
        .answers(200, EMPTY)
        .answers(200, EMPTY);
    let client = server.signed_in();
    let query = TicketQuery::default();
    let (one, two) = run(join(
        client.list_tickets(&query),
        client.list_tickets(&query),
    ));
    assert!(one.is_ok() && two.is_ok());
    let renewals = server
        .asked()
        .into_iter()
        .filter(|(path, _)| path == REFRESH)
        .count();
    assert_eq!(renewals, 1);
}

#[test]
fn a_token_that_is_about_to_expire_is_renewed_before_it_is_used() {
    let server = Fake::default().gives_token("new", 600).answers(200, EMPTY);
    let client = server.signed_in();
    server.set_clock(585);
    assert!(run(client.list_tickets(&TicketQuery::default())).is_ok());
    assert_eq!(
        server.asked(),
        [asked(REFRESH, None), asked(TICKETS, Some("new"))]
    );
}

#[test]
fn the_end_of_the_session_is_told_once_and_the_token_forgotten() {
    let server = Fake::default()
        .refuses(401, "unauthenticated")
        .refuses(401, "session_expired");
    let client = server.signed_in();
    let told = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&told);
    client.on_session_lost(move || {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let error = run(client.get_me()).expect_err("refused");
    assert_eq!(error.code(), Some(ErrorCode::SessionExpired));
    assert_eq!(told.load(Ordering::Relaxed), 1);
    assert!(!client.is_signed_in());
}

#[test]
fn a_renewal_that_finds_no_server_keeps_the_session() {
    let server = Fake::default().refuses(401, "unauthenticated");
    let client = server.signed_in();
    assert_eq!(run(client.get_me()).err(), Some(Error::Aborted));
    assert!(client.is_signed_in());
}

#[test]
fn without_an_earlier_session_there_is_nothing_to_take_up() {
    let server = Fake::default().refuses(401, "session_expired");
    assert_eq!(run(server.client().refresh_session()), Ok(false));
    let server = Fake::default().gives_token("new", 600);
    let client = server.client();
    assert_eq!(run(client.refresh_session()), Ok(true));
    assert!(client.is_signed_in());
}

#[test]
fn an_api_token_is_never_renewed() {
    let server = Fake::default().refuses(401, "unauthenticated");
    let client = server.client();
    client.use_token("gct_x");
    assert!(run(client.get_me()).is_err());
    assert_eq!(server.asked(), [asked("/api/v1/me", Some("gct_x"))]);
}

#[test]
fn an_upload_is_repeated_after_a_renewal() {
    let server = Fake::default()
        .refuses(401, "unauthenticated")
        .gives_token("new", 600)
        .answers(201, r#"{"items":[]}"#);
    let client = server.signed_in();
    let uploaded = run(client.create_attachments(&[], &IdempotencyKey::new("k"), Rc::new(|_| {})));
    assert_eq!(uploaded.map(|uploaded| uploaded.items), Ok(Vec::new()));
}

#[test]
fn the_language_goes_with_every_request_and_logs_show_no_token() {
    let server = Fake::default().refuses(404, "not_found");
    let client = server.signed_in();
    client.set_language(Language::En);
    let error = run(client.get_ticket(TicketNumber(7))).expect_err("refused");
    assert_eq!(error.status(), Some(404));
    let asked = server.requests();
    assert_eq!(asked[0].path, "/api/v1/tickets/CS0000007");
    assert_eq!(header(&asked[0], "accept-language").as_deref(), Some("en"));
    assert!(!format!("{client:?}").contains("old"));
}
