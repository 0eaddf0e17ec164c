//! For how long things are kept, and what programs may ask for.

use guichet_common::settings::machines::{
    MachineSettings, PutMachineSettings, REQUESTS_PER_MINUTE_MAX,
};
use guichet_common::settings::retention::{
    PutRetentionSettings, RETENTION_DAYS_MAX, RetentionSettings,
};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;

use super::{Section, checked, number};
use crate::form::{Control, FieldSpec, Values};

/// For how long what is not needed any more is kept.
pub fn retention(language: Language) -> Section {
    Section {
        title: t!(language, "retention-title"),
        lead: t!(language, "retention-lead"),
        fields: retention_fields,
        get: |client| Box::pin(async move { Ok(kept(client.get_retention_settings().await?)) }),
        put: |client, values| {
            Box::pin(async move {
                let body = PutRetentionSettings {
                    ended_session_days: checked(&values, "ended_session_days"),
                    raw_mail_days: values.parsed("raw_mail_days"),
                    mail_log_days: values.parsed("mail_log_days"),
                };
                Ok(kept(client.put_retention_settings(&body).await?))
            })
        },
    }
}

fn retention_fields(language: Language) -> Vec<FieldSpec> {
    let range = Control::Range(1, RETENTION_DAYS_MAX);
    vec![
        number(
            language,
            "ended_session_days",
            t!(language, "retention-sessions"),
            (1, RETENTION_DAYS_MAX),
            RetentionSettings::default().ended_session_days,
        ),
        FieldSpec::new(
            "raw_mail_days",
            t!(language, "retention-raw-mails"),
            range.clone(),
        )
        .hint(t!(language, "retention-raw-mails-hint")),
        FieldSpec::new("mail_log_days", t!(language, "retention-mail-log"), range)
            .hint(t!(language, "retention-mail-log-hint")),
    ]
}

fn kept(settings: RetentionSettings) -> Values {
    let days = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    Values::new()
        .with(
            "ended_session_days",
            settings.ended_session_days.to_string(),
        )
        .with("raw_mail_days", days(settings.raw_mail_days))
        .with("mail_log_days", days(settings.mail_log_days))
}

/// The limits of programs.
pub fn machines(language: Language) -> Section {
    Section {
        title: t!(language, "machines-title"),
        lead: t!(language, "machines-lead"),
        fields: |language| {
            vec![number(
                language,
                "requests_per_minute",
                t!(language, "machines-requests"),
                (1, REQUESTS_PER_MINUTE_MAX),
                MachineSettings::default().requests_per_minute,
            )]
        },
        get: |client| Box::pin(async move { Ok(limits(client.get_machine_settings().await?)) }),
        put: |client, values| {
            Box::pin(async move {
                let body = PutMachineSettings {
                    requests_per_minute: checked(&values, "requests_per_minute"),
                };
                Ok(limits(client.put_machine_settings(&body).await?))
            })
        },
    }
}

fn limits(settings: MachineSettings) -> Values {
    let requests = settings.requests_per_minute.to_string();
    Values::new().with("requests_per_minute", requests)
}
