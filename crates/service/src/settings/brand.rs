//! The supplier, as its mails show it: what the operator configured, until an admin says otherwise.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use guichet_common::problem::FieldError;
use guichet_common::settings::brand::{
    BrandColours, BrandLink, BrandSettings, LOGO_CHARACTERS_MAX, PutBrandSettings,
};
use guichet_db::{Conn, settings};
use guichet_domain::{Actor, policy};
use guichet_mail::{Brand, Logo, is_address};

use super::changed;
use crate::app::App;
use crate::audit::{By, record};
use crate::error::{Error, Result};

/// Its key in the database.
const KEY: &str = "brand";

/// The brand as it is now.
pub async fn get_brand_settings(app: &App, actor: &Actor) -> Result<BrandSettings> {
    policy::require_admin(actor)?;
    let kept = find(&app.db.read()).await?;
    Ok(kept.unwrap_or_else(|| of_operator(&app.settings.brand)))
}

/// Changes the brand, for mails that are sent from now on; replicas follow within seconds.
pub async fn put_brand_settings(
    app: &App,
    by: By<'_>,
    body: PutBrandSettings,
) -> Result<BrandSettings> {
    policy::require_admin(by.person()?)?;
    let mut errors = body.errors();
    if !is_address(body.sender_address.trim()) {
        errors.push(FieldError::at("/sender_address", "invalid_format"));
    }
    if let Some(logo) = &body.logo
        && let Err(error) = read_logo(logo)
    {
        errors.push(error);
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let brand = to_settings(body);
    let value = serde_json::to_value(&brand).map_err(Error::internal)?;
    let tx = app.db.begin_write().await?;
    settings::put_setting(&tx, KEY, &value, app.now()).await?;
    record(app, &tx, by, changed(KEY)).await?;
    tx.commit().await?;
    app.brands.invalidate(&());
    Ok(brand)
}

async fn find(conn: &Conn) -> Result<Option<BrandSettings>> {
    let value = settings::find_setting(conn, KEY).await?;
    value
        .map(|value| serde_json::from_value(value).map_err(Error::internal))
        .transpose()
}

/// The brand by which a mail is written now.
pub async fn current_brand(app: &App) -> Result<Arc<Brand>> {
    if let Some(known) = app.brands.get(&()) {
        return Ok(known);
    }
    let brand = match find(&app.db.read()).await? {
        Some(kept) => to_brand(kept, &app.settings.brand),
        None => app.settings.brand.clone(),
    };
    let brand = Arc::new(brand);
    app.brands.insert((), Arc::clone(&brand));
    Ok(brand)
}

/// What a data URI shows, if it can be a logo.
fn read_logo(uri: &str) -> std::result::Result<Logo, FieldError> {
    let wrong = |code: &str| FieldError::at("/logo", code);
    let data = uri
        .strip_prefix("data:image/")
        .and_then(|rest| rest.split_once(";base64,"))
        .map(|(_, data)| data)
        .ok_or_else(|| wrong("invalid_format"))?;
    if uri.len() > LOGO_CHARACTERS_MAX {
        return Err(wrong("too_long").with("max", LOGO_CHARACTERS_MAX));
    }
    let bytes = STANDARD
        .decode(data)
        .map_err(|_damaged| wrong("invalid_format"))?;
    Logo::new(bytes).ok_or_else(|| wrong("invalid_format"))
}

fn to_settings(body: PutBrandSettings) -> BrandSettings {
    let colours = body.colours.0.map(BrandColours::from);
    BrandSettings {
        name: body.name.trim().to_owned(),
        address: body.address.trim().to_owned(),
        sender_name: body.sender_name.trim().to_owned(),
        sender_address: body.sender_address.trim().to_owned(),
        colours: colours.unwrap_or_default(),
        logo: body.logo,
        footer: body
            .footer
            .map(|footer| footer.trim().to_owned())
            .filter(|footer| !footer.is_empty()),
        links: body
            .links
            .0
            .into_iter()
            .map(|link| BrandLink {
                label: link.label.trim().to_owned(),
                url: link.url,
            })
            .collect(),
    }
}

fn of_operator(brand: &Brand) -> BrandSettings {
    BrandSettings {
        name: brand.name.clone(),
        address: brand.address.clone(),
        sender_name: brand.sender_name.clone(),
        sender_address: brand.sender_address.clone(),
        colours: brand.colours.clone(),
        logo: None,
        footer: None,
        links: Vec::new(),
    }
}

fn to_brand(kept: BrandSettings, operator: &Brand) -> Brand {
    Brand {
        name: kept.name,
        address: kept.address,
        colours: kept.colours,
        sender_name: kept.sender_name,
        sender_address: kept.sender_address,
        logo: kept
            .logo
            .and_then(|logo| read_logo(&logo).ok())
            .map(Arc::new),
        footer: kept.footer.unwrap_or_default(),
        links: kept
            .links
            .into_iter()
            .map(|link| (link.label, link.url))
            .collect(),
        // Where the portal is, the operator knows.
        public_url: operator.public_url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(uri: &str) -> String {
        read_logo(uri).unwrap_err().code
    }

    #[test]
    fn logo_is_what_its_bytes_say() {
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
        let logo = read_logo(&format!("data:image/png;base64,{png}")).unwrap();
        assert_eq!(
            (logo.media_type(), logo.size_in_mail()),
            ("image/png", (34, 34))
        );
        let svg = STANDARD.encode("<svg xmlns='http://www.w3.org/2000/svg'/>");
        assert_eq!(
            refused(&format!("data:image/png;base64,{svg}")),
            "invalid_format"
        );
        for bad in [
            "",
            "https://x.example/logo.png",
            "data:text/html;base64,PGI+",
            "data:image/png;base64,%%%",
            "data:image/png,abc",
        ] {
            assert_eq!(refused(bad), "invalid_format", "{bad}");
        }
        let large = STANDARD.encode(vec![0; LOGO_CHARACTERS_MAX]);
        assert_eq!(
            refused(&format!("data:image/png;base64,{large}")),
            "too_long"
        );
    }
}
