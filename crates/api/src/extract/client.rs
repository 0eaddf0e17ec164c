//! Where a request comes from.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use guichet_service::auth::ClientInfo;

use crate::server::Shared;

/// Whether the address in `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyTrust {
    /// Clients connect directly: the header is anybody's invention.
    #[default]
    Direct,
    /// One proxy of ours stands in front, and appends the address that it sees.
    OneProxy,
}

/// The browser or program that sends the request, for its session and for throttling.
#[derive(Debug, Clone)]
pub struct Client(pub ClientInfo);

impl FromRequest for Client {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(client_info(request))))
    }
}

/// What the browser or program says of itself, and where it is.
pub(super) fn client_info(request: &HttpRequest) -> ClientInfo {
    let trust = request
        .app_data::<web::Data<Shared>>()
        .map_or(ProxyTrust::Direct, |shared| shared.proxy);
    ClientInfo {
        user_agent: user_agent(request),
        address: address(request, trust),
    }
}

/// At most 200 characters: enough to recognise a browser by.
fn user_agent(request: &HttpRequest) -> String {
    let text = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    text.unwrap_or_default().chars().take(200).collect()
}

fn address(request: &HttpRequest, trust: ProxyTrust) -> String {
    let forwarded = match trust {
        ProxyTrust::Direct => None,
        // The last entry is the proxy's own; those before it came from the client.
        ProxyTrust::OneProxy => request
            .headers()
            .get_all("x-forwarded-for")
            .last()
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|text| text.trim().parse().ok()),
    };
    forwarded
        .or_else(|| request.peer_addr().map(|address| address.ip()))
        .map(|address: std::net::IpAddr| address.to_canonical().to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn forwarded_address_counts_only_behind_a_proxy_and_only_its_last_entry() {
        let request = TestRequest::get()
            .peer_addr(([10, 0, 0, 1], 5000).into())
            .insert_header(("x-forwarded-for", "6.6.6.6, 192.0.2.7"))
            .to_http_request();
        assert_eq!(address(&request, ProxyTrust::Direct), "10.0.0.1");
        assert_eq!(address(&request, ProxyTrust::OneProxy), "192.0.2.7");
    }
}
