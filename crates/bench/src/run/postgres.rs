//! The list and the creation of tickets on PostgreSQL.

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, PgConnection};

use super::Args;
use super::main_size::start_limit;
use crate::api::subjects;
use crate::report::Report;
use crate::server::Setup;
use crate::{limit, scenarios};

/// Connections of those who create.
const CREATORS: usize = 64;

/// Measures on two fresh databases of the cluster: the server's and the limit's.
pub fn measure(args: &Args, report: &mut Report, cluster: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let server_url = runtime.block_on(fresh(cluster, "guichet_bench"))?;
    let limit_url = runtime.block_on(fresh(cluster, "guichet_bench_limit"))?;
    let setup = Setup {
        database_url: Some(server_url),
        ..args.setup("postgres")
    };
    let (demo, took) = setup.fill(args.tickets)?;
    report.note(
        "PostgreSQL: filled in",
        &format!("{:.1} s", took.as_secs_f64()),
    );
    let server = setup.start()?;
    let subjects = subjects(server.address, &demo)?;
    let samples = scenarios::samples(server.address, &subjects, args.tickets)?;
    runtime.block_on(limit::fill_postgres(&limit_url, &samples))?;
    let shapes = args.work.join("limit-postgres.json");
    limit::write_shapes(&shapes, &samples)?;

    let list = scenarios::list(server.address, &subjects)?;
    let created = scenarios::create_ticket(server.address, &subjects, CREATORS)?;
    drop(server);
    let limit = start_limit(&limit_url, &shapes.display().to_string())?;
    let owners = samples.first().map_or(1, |(_, owners, _)| *owners);
    let bare_list = scenarios::bare_list(limit.address, owners)?;
    let bare_insert = scenarios::bare_insert(limit.address, CREATORS)?;
    report.seen("PostgreSQL: list", &list);
    report.seen("  limit: bare driver, same rows and bytes", &bare_list);
    report.seen("PostgreSQL: create, 64 connections", &created);
    report.seen("  limit: bare driver, one durable row", &bare_insert);
    let unit = "the limit's requests/s";
    report.at_least(
        "PostgreSQL: list of 25 tickets",
        list.rate,
        bare_list.rate,
        0.40,
        unit,
    );
    report.at_least(
        "PostgreSQL: create, 64 connections",
        created.rate,
        bare_insert.rate,
        0.20,
        unit,
    );
    Ok(())
}

/// Makes a database of this name in the cluster; returns its address.
pub async fn fresh(cluster: &str, name: &str) -> Result<String> {
    let mut database = PgConnection::connect(cluster).await.context("PostgreSQL")?;
    for statement in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name}"),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut database)
            .await?;
    }
    let (server, _) = cluster
        .rsplit_once('/')
        .context("an address without a database")?;
    Ok(format!("{server}/{name}"))
}
