//! The server's API, as far as the scenarios need it.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::client::{Answer, Connection, request};
use crate::load::CONNECTIONS;

/// A conversation as long as the targets have it.
const COMMENTS: u64 = 20;

/// How somebody signs in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Their user name.
    pub username: String,
    /// Their password.
    pub password: String,
    /// What they may do.
    pub role: String,
}

/// Reads what `guichet demo --json` prints.
pub fn sign_ins(demo: &Value) -> Result<Vec<SignIn>> {
    let text = |one: &Value, name: &str| -> Result<String> {
        Ok(one
            .get(name)
            .and_then(Value::as_str)
            .with_context(|| format!("no {name}"))?
            .to_owned())
    };
    demo.as_array()
        .context("the demo prints a list")?
        .iter()
        .map(|one| {
            Ok(SignIn {
                username: text(one, "username")?,
                password: text(one, "password")?,
                role: text(one, "role")?,
            })
        })
        .collect()
}

/// One call after the other, outside of what is measured.
#[derive(Debug)]
pub struct Client {
    runtime: tokio::runtime::Runtime,
    connection: Connection,
}

impl Client {
    /// Connects.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let connection = runtime.block_on(Connection::open(address))?;
        Ok(Self {
            runtime,
            connection,
        })
    }

    /// Sends a request.
    pub fn call(&mut self, request: &[u8]) -> Result<Answer> {
        self.runtime.block_on(self.connection.call(request))
    }

    /// Gets a path as JSON.
    pub fn get(&mut self, path: &str, token: &str) -> Result<Value> {
        self.call(&request("GET", path, Some(token), None))?
            .json()
            .with_context(|| format!("GET {path}"))
    }

    /// Signs in; returns the access token.
    pub fn sign_in(&mut self, who: &SignIn) -> Result<String> {
        let answer = self.call(&login(who))?.json().context("signing in")?;
        let token = answer.get("access_token").and_then(Value::as_str);
        Ok(token.context("no access token")?.to_owned())
    }
}

/// The request that signs somebody in.
pub fn login(who: &SignIn) -> Vec<u8> {
    let body = serde_json::json!({ "username": who.username, "password": who.password });
    request("POST", "/api/v1/auth/login", None, Some(&body.to_string()))
}

/// Who and what the scenarios are about.
#[derive(Debug, Clone)]
pub struct Subjects {
    /// People who sign in again and again, as many as there are connections: several tries of one at
    /// the same time wait for each other.
    pub contacts: Vec<SignIn>,
    /// Access token of a contact who sees their own tickets.
    pub contact_token: String,
    /// Access token of a contact who sees their account's tickets.
    pub account_token: String,
    /// Access token of an agent, who sees all tickets.
    pub agent_token: String,
    /// A ticket of the contact with twenty messages.
    pub long_ticket: String,
}

/// Finds people and tickets by means of the API.
pub fn subjects(address: SocketAddr, demo: &Value) -> Result<Subjects> {
    let sign_ins = sign_ins(demo)?;
    let find = |role: &str| {
        sign_ins
            .iter()
            .find(|one| one.role == role)
            .with_context(|| format!("no {role}"))
            .cloned()
    };
    let contact = find("contact")?;
    let mut client = Client::open(address)?;
    let contact_token = client.sign_in(&contact)?;
    let agent_token = client.sign_in(&find("agent")?)?;
    // Everybody of the demo has the same password.
    let contacts = user_names(&mut client, &agent_token, CONNECTIONS)?
        .into_iter()
        .map(|username| SignIn {
            username,
            ..contact.clone()
        });
    Ok(Subjects {
        contacts: contacts.collect(),
        long_ticket: long_ticket(&mut client, &contact_token)?,
        account_token: client.sign_in(&find("account_admin")?)?,
        agent_token,
        contact_token,
    })
}

/// User names of so many active contacts.
pub fn user_names(client: &mut Client, agent_token: &str, wanted: usize) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut path = "/api/v1/contacts?active=true&limit=100".to_owned();
    loop {
        let list = client.get(&path, agent_token)?;
        let items = list.get("items").and_then(Value::as_array);
        let emails = items
            .into_iter()
            .flatten()
            .filter_map(|item| item.get("email")?.as_str());
        found.extend(emails.map(str::to_owned));
        let next = list.get("next_cursor").and_then(Value::as_str);
        match next {
            _ if found.len() >= wanted => break,
            Some(next) => path = format!("/api/v1/contacts?active=true&limit=100&cursor={next}"),
            None => anyhow::bail!("{} contacts only, of {wanted}", found.len()),
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// The newest tickets that nobody has taken yet, up to a thousand.
pub fn new_tickets(address: SocketAddr, token: &str) -> Result<Vec<String>> {
    let mut client = Client::open(address)?;
    let mut found = Vec::new();
    let mut path = "/api/v1/tickets?state=new&limit=100".to_owned();
    while found.len() < 1000 {
        let list = client.get(&path, token)?;
        found.extend(numbers(&list));
        let Some(next) = list.get("next_cursor").and_then(Value::as_str) else {
            break;
        };
        path = format!("/api/v1/tickets?state=new&limit=100&cursor={next}");
    }
    Ok(found)
}

fn numbers(list: &Value) -> Vec<String> {
    let items = list.get("items").and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(|item| Some(item.get("number")?.as_str()?.to_owned()))
        .collect()
}

fn long_ticket(client: &mut Client, token: &str) -> Result<String> {
    let mut path = "/api/v1/tickets?limit=100&sort=created_at".to_owned();
    loop {
        let list = client.get(&path, token)?;
        for number in numbers(&list) {
            let ticket = client.get(&format!("/api/v1/tickets/{number}"), token)?;
            if ticket.get("comment_count").and_then(Value::as_u64) == Some(COMMENTS) {
                return Ok(number);
            }
        }
        let next = list.get("next_cursor").and_then(Value::as_str);
        let next = next.context("no ticket with twenty messages")?;
        path = format!("/api/v1/tickets?limit=100&sort=created_at&cursor={next}");
    }
}
