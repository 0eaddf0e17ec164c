//! The matrix: who is answered what by each operation.

use guichet_tests::{Value, json};

/// What each of four callers is answered: nobody, a stranger of another account, the contact
/// whose things they are, and an agent who serves the account.
pub(super) struct Row {
    pub(super) operation: &'static str,
    pub(super) body: Value,
    pub(super) nobody: u16,
    pub(super) stranger: u16,
    pub(super) owner: u16,
    pub(super) agent: u16,
}

/// A row; the statuses are nobody's, the stranger's, the owner's and the agent's.
fn row(operation: &'static str, body: Value, [nobody, stranger, owner, agent]: [u16; 4]) -> Row {
    Row {
        operation,
        body,
        nobody,
        stranger,
        owner,
        agent,
    }
}

/// No body at all.
fn none() -> Value {
    Value::Null
}

/// The body of a message.
fn text() -> Value {
    json!({"body_text": "x"})
}

/// All rows.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = vec![
        // Open to everybody.
        row(
            "login",
            json!({"username": "x", "password": "x"}),
            [401, 401, 401, 401],
        ),
        row("refresh_session", none(), [401, 401, 401, 401]),
        row("logout", none(), [204, 204, 204, 204]),
        row("list_identity_providers", none(), [200, 200, 200, 200]),
        // The link's token decides; see `mail_actions`.
        row(
            "look_up_mail_action",
            json!({"token": "x"}),
            [404, 404, 404, 404],
        ),
        row(
            "perform_mail_action",
            json!({"token": "x"}),
            [404, 404, 404, 404],
        ),
        row("get_openapi", none(), [200, 200, 200, 200]),
        // One's own.
        row("get_me", none(), [401, 200, 200, 200]),
        row("update_me", json!({}), [401, 200, 200, 200]),
        row("get_mail_preferences", none(), [401, 200, 200, 200]),
        row(
            "put_mail_preferences",
            json!({"unwanted": []}),
            [401, 200, 200, 200],
        ),
        row("export_me", none(), [401, 200, 200, 200]),
        row("list_sessions", none(), [401, 200, 200, 200]),
        row("delete_other_sessions", none(), [401, 204, 204, 204]),
        row("delete_session", none(), [401, 404, 404, 404]),
        row("list_api_tokens", none(), [401, 200, 200, 200]),
        row(
            "create_api_token",
            json!({"name": "x", "scopes": ["me:read"], "expires_in_days": 1}),
            [401, 201, 201, 201],
        ),
        row("delete_api_token", none(), [401, 404, 404, 404]),
        row("list_all_api_tokens", none(), [401, 403, 403, 403]),
        row("revoke_api_token", none(), [401, 403, 403, 403]),
        row("list_oauth_clients", none(), [401, 403, 403, 403]),
        row(
            "create_oauth_client",
            json!({"name": "x", "person_id": "{claire}", "scopes": ["me:read"]}),
            [401, 403, 403, 403],
        ),
        row("get_oauth_client", none(), [401, 403, 403, 403]),
        row(
            "put_oauth_client",
            json!({"name": "x", "scopes": ["me:read"], "active": true}),
            [401, 403, 403, 403],
        ),
        row("delete_oauth_client", none(), [401, 403, 403, 403]),
        row(
            "rotate_oauth_client_secret",
            json!({}),
            [401, 403, 403, 403],
        ),
        // Its credentials decide; see `oauth_clients`.
        row("create_oauth_token", json!({}), [400, 400, 400, 400]),
        row("get_draft", none(), [401, 404, 404, 404]),
        row("put_draft", json!({"content": {}}), [401, 200, 200, 200]),
        row("delete_draft", none(), [401, 204, 204, 204]),
        row("stream_events", none(), [401, 200, 200, 200]),
        // Lists show what is the caller's; what is in them is tested in `visibility`.
        row("list_tickets", none(), [401, 200, 200, 200]),
        row("export_tickets", none(), [401, 200, 200, 200]),
        row("list_accounts", none(), [401, 200, 200, 200]),
        row("list_contacts", none(), [401, 200, 200, 200]),
        row("list_configuration_items", none(), [401, 200, 200, 200]),
        row("list_publications", none(), [401, 200, 200, 200]),
        row("get_publication", none(), [401, 404, 404, 404]),
        row("suggest_publications", none(), [401, 200, 200, 200]),
        row("list_publication_categories", none(), [401, 200, 200, 200]),
        row(
            "put_publication_feedback",
            json!({"helpful": true}),
            [401, 404, 404, 404],
        ),
        row("list_agents", none(), [401, 403, 403, 200]),
        row("get_agent", none(), [401, 403, 403, 200]),
        row("list_assignment_groups", none(), [401, 403, 403, 200]),
        row("get_assignment_group", none(), [401, 403, 403, 200]),
        row("get_account", none(), [401, 404, 200, 200]),
        row("get_contact", none(), [401, 404, 200, 200]),
        row("get_configuration_item", none(), [401, 404, 200, 200]),
    ];
    rows.extend(password_rows());
    rows.extend(ticket_rows());
    rows.extend(machine_settings_rows());
    rows.extend(sign_in_rows());
    rows.extend(directory_rows());
    rows.extend(publication_rows());
    rows
}

/// Publications are written by admins alone; who reads them is tested in `publications`.
fn publication_rows() -> Vec<Row> {
    let body = json!({"kind": "article", "texts": [
        {"language": "fr", "title": "x", "body_text": "x"}
    ]});
    let forbidden = [401, 403, 403, 403];
    vec![
        row("create_publication", body.clone(), forbidden),
        row("update_publication", body, forbidden),
        row("delete_publication", none(), forbidden),
        row("get_publication_source", none(), forbidden),
        row("list_publication_versions", none(), forbidden),
        row("publish_publication", json!({}), forbidden),
        row("withdraw_publication", none(), forbidden),
    ]
}

/// Passwords: captcha and token decide, see `password_reset`.
fn password_rows() -> Vec<Row> {
    vec![
        row("get_captcha", none(), [200; 4]),
        row(
            "request_password_reset",
            json!({"username": "x", "captcha": "x"}),
            [422; 4],
        ),
        row("verify_password_reset", json!({"email": "x"}), [404; 4]),
        row("look_up_password_link", json!({"token": "x"}), [404; 4]),
        row(
            "complete_password_reset",
            json!({"token": "x", "new_password": "x"}),
            [404; 4],
        ),
        row("get_password_rules", none(), [401, 200, 200, 200]),
        row(
            "change_password",
            json!({"current_password": "x", "new_password": "x"}),
            [401, 422, 422, 422],
        ),
    ]
}

/// The directory is the admins' to change; account admins have a part, see `contacts`.
fn directory_rows() -> Vec<Row> {
    let name = || json!({"first_name": "A", "last_name": "B", "email": "a@b.example"});
    [
        ("create_account", json!({"name": "x"})),
        ("update_account", json!({})),
        ("deactivate_account", none()),
        ("reactivate_account", none()),
        ("create_contact", name()),
        ("update_contact", json!({})),
        ("invite_contact", none()),
        ("deactivate_contact", none()),
        ("reactivate_contact", none()),
        ("unlock_person", none()),
        ("list_person_sessions", none()),
        ("delete_person_sessions", none()),
        ("delete_person_session", none()),
        ("create_agent", name()),
        ("update_agent", json!({})),
        ("invite_agent", none()),
        ("deactivate_agent", none()),
        ("reactivate_agent", none()),
        ("create_assignment_group", json!({"name": "x"})),
        ("update_assignment_group", json!({})),
        ("deactivate_assignment_group", none()),
        ("reactivate_assignment_group", none()),
        (
            "create_configuration_item",
            json!({"name": "x", "kind": "x", "account_id": "0193a1b2-0000-7000-8000-000000000000"}),
        ),
        ("update_configuration_item", json!({})),
        ("deactivate_configuration_item", none()),
        ("reactivate_configuration_item", none()),
        ("get_retention_settings", none()),
        ("put_retention_settings", json!({"ended_session_days": 30})),
        ("export_person", none()),
        ("anonymise_person", none()),
        ("export_contacts", none()),
        ("export_configuration_items", none()),
    ]
    .map(|(operation, body)| row(operation, body, [401, 403, 403, 403]))
    .into_iter()
    // Without a multipart body an import is refused, but only after the token; see `imports`.
    .chain(
        ["import_contacts", "import_configuration_items"]
            .map(|operation| row(operation, json!({}), [401, 415, 415, 415])),
    )
    .collect()
}

/// How much programs may ask for.
fn machine_settings_rows() -> Vec<Row> {
    vec![
        row("get_machine_settings", none(), [401, 403, 403, 403]),
        row(
            "put_machine_settings",
            json!({"requests_per_minute": 60}),
            [401, 403, 403, 403],
        ),
    ]
}

/// Tickets, and what comes with them.
fn ticket_rows() -> Vec<Row> {
    vec![
        row(
            "create_ticket",
            json!({"subject": "x", "description_text": "x", "impact": 3, "urgency": 3,
                   "contact_id": "{claire}"}),
            [401, 422, 201, 201],
        ),
        row("get_ticket", none(), [401, 404, 200, 200]),
        row("get_agenda", none(), [401, 404, 200, 200]),
        row("update_ticket", json!({}), [401, 404, 403, 200]),
        row("list_activity", none(), [401, 404, 200, 200]),
        row("list_comments", none(), [401, 404, 200, 200]),
        row("create_comment", text(), [401, 404, 201, 201]),
        row("get_comment_original", none(), [401, 404, 404, 404]),
        row("list_work_notes", none(), [401, 403, 403, 200]),
        row("create_work_note", text(), [401, 403, 403, 201]),
        row("list_attachments", none(), [401, 404, 200, 200]),
        row("start_ticket", json!({}), [401, 404, 403, 200]),
        row(
            "assign_ticket",
            json!({"assigned_to_id": "{lea}"}),
            [401, 404, 403, 200],
        ),
        row(
            "hold_ticket",
            json!({"reason": "awaiting_vendor"}),
            [401, 404, 403, 409],
        ),
        row("resume_ticket", json!({}), [401, 404, 403, 409]),
        row(
            "resolve_ticket",
            json!({"code": "solved", "notes_text": "x"}),
            [401, 404, 403, 409],
        ),
        row("accept_ticket", json!({}), [401, 404, 409, 403]),
        row(
            "reject_ticket",
            json!({"reason": "x"}),
            [401, 404, 409, 403],
        ),
        row("close_ticket", json!({}), [401, 404, 200, 200]),
        row("cancel_ticket", json!({}), [401, 404, 200, 200]),
        row(
            "follow_up_ticket",
            json!({"description_text": "x"}),
            [401, 404, 409, 409],
        ),
        // Mails that come in are for admins.
        row("hand_in_mail", json!({}), [401, 403, 403, 403]),
        row("list_inbound_mails", none(), [401, 403, 403, 403]),
        row("get_inbound_mail", none(), [401, 403, 403, 403]),
        row("download_inbound_mail", none(), [401, 403, 403, 403]),
        row(
            "place_inbound_mail",
            json!({"number": "CS0000001"}),
            [401, 403, 403, 403],
        ),
        row("drop_inbound_mail", json!({}), [401, 403, 403, 403]),
        row("replay_inbound_mail", json!({}), [401, 403, 403, 403]),
        // So are those that go out.
        row("list_mails", none(), [401, 403, 403, 403]),
        row("get_mail", none(), [401, 403, 403, 403]),
        row("resend_mail", json!({}), [401, 403, 403, 403]),
        row("cancel_mail", json!({}), [401, 403, 403, 403]),
        row("list_audit_entries", none(), [401, 403, 403, 403]),
        // Settings are for admins.
        row("get_brand_settings", none(), [401, 403, 403, 403]),
        row(
            "put_brand_settings",
            json!({"name": "x", "address": "", "sender_name": "x", "sender_address": "x@y.example",
                   "links": []}),
            [401, 403, 403, 403],
        ),
        row("get_timer_settings", none(), [401, 403, 403, 403]),
        row(
            "put_timer_settings",
            json!({"awaiting_customer": {"close_after_days": 3}, "resolved": {"close_after_hours": 72}}),
            [401, 403, 403, 403],
        ),
        row("list_calendars", none(), [401, 403, 403, 403]),
        row("get_calendar", none(), [401, 403, 403, 403]),
        row(
            "put_calendar",
            json!({"week": ["monday"], "exceptions": []}),
            [401, 403, 403, 403],
        ),
        row("get_account_timers", none(), [401, 403, 403, 403]),
        row(
            "put_account_timers",
            json!({"calendar": "fr", "time_zone": "Europe/Paris"}),
            [401, 403, 403, 403],
        ),
        // Files; without a multipart body an upload is refused, but only after the token.
        row("create_attachments", json!({}), [401, 415, 415, 415]),
        row("get_attachment", none(), [401, 404, 200, 200]),
        row("delete_attachment", none(), [401, 404, 409, 409]),
    ]
}

/// Ways to sign in, one's own and those of all.
fn sign_in_rows() -> Vec<Row> {
    vec![
        row(
            "create_passkey_login_options",
            json!({}),
            [200, 200, 200, 200],
        ),
        row(
            "sign_in_with_passkey",
            json!({"credential_id": "", "client_data": "", "authenticator_data": "", "signature": ""}),
            [401, 401, 401, 401],
        ),
        // Without a provider of that name; see `sso`.
        row("start_sso", none(), [404, 404, 404, 404]),
        row("finish_sso", none(), [403, 403, 403, 403]),
        row("get_second_factor", none(), [401, 200, 200, 200]),
        // The callers have signed in just now.
        row("create_totp", json!({}), [401, 200, 200, 200]),
        row("confirm_totp", json!({"code": "x"}), [401, 422, 422, 422]),
        row("create_recovery_codes", json!({}), [401, 409, 409, 409]),
        row("disable_second_factor", json!({}), [401, 409, 409, 409]),
        row("delete_second_factor", none(), [401, 403, 403, 403]),
        row("create_passkey_options", json!({}), [401, 200, 200, 200]),
        row("list_passkeys", none(), [401, 200, 200, 200]),
        row(
            "create_passkey",
            json!({"name": "x", "client_data": "x", "attestation_object": "x"}),
            [401, 422, 422, 422],
        ),
        row("update_passkey", json!({"name": "x"}), [401, 404, 404, 404]),
        row("delete_passkey", none(), [401, 404, 404, 404]),
        row("remove_passkey", json!({}), [401, 404, 404, 404]),
        // How all sign in is for admins.
        row("get_security_settings", none(), [401, 403, 403, 403]),
        row(
            "put_security_settings",
            json!({"lock_failures": 5, "lock_minutes": 15, "session_idle_days": 14,
                   "session_absolute_days": 90, "reset_link_hours": 12, "resets_per_day": 5,
                   "password_profile": "classic", "second_factor": "nobody"}),
            [401, 403, 403, 403],
        ),
        row(
            "list_identity_provider_details",
            none(),
            [401, 403, 403, 403],
        ),
        row(
            "create_identity_provider",
            json!({"slug": "x", "name": "x", "issuer": "x", "client_id": "x"}),
            [401, 403, 403, 403],
        ),
        row("get_identity_provider", none(), [401, 403, 403, 403]),
        row("update_identity_provider", json!({}), [401, 403, 403, 403]),
        row("delete_identity_provider", none(), [401, 403, 403, 403]),
        row("test_identity_provider", json!({}), [401, 403, 403, 403]),
        row("delete_identities", none(), [401, 403, 403, 403]),
    ]
}
