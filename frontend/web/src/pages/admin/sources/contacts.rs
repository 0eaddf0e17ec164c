//! The people of the accounts: all of them for admins, the own colleagues for account admins.

use guichet_client::Client;
use guichet_common::Page;
use guichet_common::PersonId;
use guichet_common::directory::{
    Contact, ContactQuery, CreateContact, DirectoryQuery, UpdateContact,
};
use guichet_common::fields::Patch;
use guichet_common::vocabulary::{Language, Role};
use guichet_i18n::{Label as _, t};

use super::super::extras::people;
use super::{
    Answer, Entry, Line, Source, id, invitation_field, locale_fields, name_fields, no_links,
    role_field,
};
use crate::choices::account_options;
use crate::form::{Control, FieldSpec, Values};
use crate::route::Resource;

const ROLES: [Role; 2] = [Role::Contact, Role::AccountAdmin];

pub(super) fn source(language: Language) -> Source {
    Source {
        resource: Resource::Contacts,
        title: t!(language, "contacts-title"),
        lead: t!(language, "contacts-lead"),
        new: t!(language, "contacts-new"),
        empty: t!(language, "contacts-empty"),
        deactivate_text: t!(language, "person-deactivate"),
        inactive_text: t!(language, "person-inactive"),
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-account"),
                t!(language, "person-email"),
                t!(language, "person-role"),
            ]
        },
        by_account: true,
        filters: true,
        extra: people::contact,
        links: no_links,
        list: |client, language, query| list(client, language, query, true),
        get,
        fields: |language, entry| fields(language, entry, true),
        blank: || blank().with_check("send_invitation", true),
        create: |client, values, key| {
            let body = CreateContact {
                account_id: values.parsed("account_id"),
                send_invitation: Some(values.is_on("send_invitation")),
                ..creation(&values)
            };
            Box::pin(async move { Ok(entry(&client.create_contact(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = UpdateContact {
                email: Patch::Set(values.text("email")),
                ..change(&values)
            };
            Box::pin(async move { Ok(entry(&client.update_contact(id(&name), &body).await?)) })
        },
        set_active,
    }
}

pub(super) fn colleagues(language: Language) -> Source {
    Source {
        resource: Resource::Colleagues,
        title: t!(language, "colleagues-title"),
        lead: t!(language, "colleagues-lead"),
        new: t!(language, "colleagues-new"),
        by_account: false,
        extra: people::colleague,
        columns: |language| {
            vec![
                t!(language, "directory-name"),
                t!(language, "person-email"),
                t!(language, "person-role"),
                t!(language, "person-sees-account"),
            ]
        },
        list: |client, language, query| list(client, language, query, false),
        fields: |language, entry| fields(language, entry, false),
        blank,
        create: |client, values, key| {
            let body = creation(&values);
            Box::pin(async move { Ok(entry(&client.create_contact(&body, &key).await?)) })
        },
        update: |client, name, values| {
            let body = change(&values);
            Box::pin(async move { Ok(entry(&client.update_contact(id(&name), &body).await?)) })
        },
        ..source(language)
    }
}

/// Reads one.
pub fn get(client: Client, name: String) -> Answer<Entry> {
    Box::pin(async move { Ok(entry(&client.get_contact(id(&name)).await?)) })
}

fn list(
    client: Client,
    language: Language,
    query: DirectoryQuery,
    by_admin: bool,
) -> Answer<Page<Line>> {
    let query = ContactQuery::from(query);
    Box::pin(async move {
        let page = client.list_contacts(&query).await?;
        Ok(page.map(|contact| line(language, contact, by_admin)))
    })
}

fn line(language: Language, contact: Contact, by_admin: bool) -> Line {
    let role = contact.role.label(language).to_owned();
    let cells = if by_admin {
        vec![contact.account.name, contact.email, role]
    } else {
        let sees = if contact.sees_account_tickets {
            t!(language, "form-yes")
        } else {
            t!(language, "form-no")
        };
        vec![contact.email, role, sees.to_owned()]
    };
    Line {
        id: contact.id.to_string(),
        name: contact.name,
        cells,
        active: contact.active,
        pending: contact.invitation_pending,
    }
}

fn fields(language: Language, entry: Option<&Entry>, by_admin: bool) -> Vec<FieldSpec> {
    let mut fields = name_fields(language);
    let email = if by_admin || entry.is_none() {
        Control::Email
    } else {
        Control::Fixed
    };
    let hint = if by_admin || entry.is_none() {
        t!(language, "person-email-hint")
    } else {
        t!(language, "colleagues-email-hint")
    };
    fields.push(
        FieldSpec::new("email", t!(language, "person-email"), email)
            .required()
            .hint(hint),
    );
    if by_admin {
        let label = t!(language, "person-account");
        fields.push(if entry.is_none() {
            FieldSpec::new("account_id", label, Control::One(account_options())).required()
        } else {
            FieldSpec::new("account", label, Control::Fixed)
        });
    }
    fields.push(role_field(language, &ROLES).hint(t!(language, "contacts-role-hint")));
    fields.extend(locale_fields(language, entry));
    fields.push(
        FieldSpec::new(
            "sees_account_tickets",
            t!(language, "contacts-sees"),
            Control::Check,
        )
        .hint(t!(language, "contacts-sees-hint")),
    );
    if by_admin && entry.is_none() {
        fields.push(invitation_field(language));
    }
    fields
}

fn blank() -> Values {
    Values::new()
        .with("role", Role::Contact.as_str())
        .with("language", Language::Fr.as_str())
        .with("time_zone", "Europe/Paris")
}

fn creation(values: &Values) -> CreateContact {
    CreateContact {
        first_name: values.text("first_name"),
        last_name: values.text("last_name"),
        email: values.text("email"),
        account_id: None,
        role: values.parsed("role"),
        sees_account_tickets: Some(values.is_on("sees_account_tickets")),
        language: values.parsed("language"),
        time_zone: values.filled("time_zone"),
        send_invitation: None,
    }
}

fn change(values: &Values) -> UpdateContact {
    UpdateContact {
        first_name: Patch::Set(values.text("first_name")),
        last_name: Patch::Set(values.text("last_name")),
        email: Patch::Keep,
        role: values.parsed("role").map_or(Patch::Keep, Patch::Set),
        sees_account_tickets: Patch::Set(values.is_on("sees_account_tickets")),
        language: values.parsed("language").map_or(Patch::Keep, Patch::Set),
        time_zone: Patch::Set(values.text("time_zone")),
    }
}

fn set_active(client: Client, name: String, active: bool) -> Answer<Entry> {
    Box::pin(async move {
        let id: PersonId = id(&name);
        Ok(entry(&if active {
            client.reactivate_contact(id).await?
        } else {
            client.deactivate_contact(id).await?
        }))
    })
}

fn entry(contact: &Contact) -> Entry {
    let values = Values::new()
        .with("first_name", &contact.first_name)
        .with("last_name", &contact.last_name)
        .with("email", &contact.email)
        .with("account", &contact.account.name)
        .with("role", contact.role.as_str())
        .with("language", contact.language.as_str())
        .with("time_zone", &contact.time_zone)
        .with_check("sees_account_tickets", contact.sees_account_tickets);
    Entry {
        pending: contact.invitation_pending,
        ..Entry::new(contact.id, &contact.name, contact.active, values)
    }
}
