//! A PostgreSQL cluster that lives as long as the tests.

use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{self as std_process, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::packages;
use crate::process;

/// PostgreSQL refuses to run as root; its package brings this user.
const SERVER_USER: &str = "postgres";

/// Settings of a database whose content nobody will miss.
const CARELESS: [&str; 3] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// Settings of every cluster.
const SETTINGS: [&str; 4] = [
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_min_messages=fatal",
];

/// A running server; dropping it stops it and deletes its files.
pub struct Cluster {
    server: Option<Child>,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster on a free port, which forgets all when the machine stops.
    pub fn start() -> Result<Self> {
        Self::start_with(&CARELESS)
    }

    /// Makes and starts a cluster on a free port, which keeps what it has committed.
    pub fn start_durable() -> Result<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Result<Self> {
        let programs = packages::postgres_programs().context("PostgreSQL was not found")?;
        let folder = env::temp_dir().join(format!("guichet-postgres-{}", std_process::id()));
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let mut cluster = Self {
            server: None,
            folder,
            port: free_port()?,
        };
        cluster.launch(&programs, settings)?;
        Ok(cluster)
    }

    /// Where the superuser connects; tests make their own databases from there.
    pub fn url(&self) -> String {
        format!("postgres://{SERVER_USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn launch(&mut self, programs: &Path, settings: &[&str]) -> Result<()> {
        fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700))?;
        let as_root = packages::is_root()?;
        if as_root {
            let id = |option| -> Result<u32> {
                let answer = process::capture(Command::new("id").args([option, SERVER_USER]))?;
                answer.trim().parse().context("reading the answer of `id`")
            };
            chown(&self.folder, Some(id("-u")?), Some(id("-g")?))?;
        }
        let data = self.folder.join("data");
        process::capture(
            self.server_command(&programs.join("initdb"), as_root)
                .args(["--username", SERVER_USER, "--auth=trust", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8"])
                .arg("--pgdata")
                .arg(&data),
        )?;
        let mut server = self.server_command(&programs.join("postgres"), as_root);
        server
            .arg("-D")
            .arg(&data)
            .arg("-p")
            .arg(self.port.to_string());
        for setting in SETTINGS.iter().chain(settings) {
            server.args(["-c", setting]);
        }
        println!("$ {}", process::describe(&server));
        self.server = Some(
            server
                .stdin(Stdio::null())
                .spawn()
                .context("starting PostgreSQL")?,
        );
        self.wait()
    }

    /// The program as the user that it wants, ended by the kernel when we are: nobody else would
    /// stop it after a SIGKILL.
    fn server_command(&self, program: &Path, as_root: bool) -> Command {
        if packages::on_path("setpriv").is_none() {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.arg("--pdeathsig=INT").current_dir(&self.folder);
        if as_root {
            command.args([
                "--reuid",
                SERVER_USER,
                "--regid",
                SERVER_USER,
                "--init-groups",
            ]);
        }
        command.arg(program);
        command
    }

    fn wait(&mut self) -> Result<()> {
        let give_up = Instant::now() + Duration::from_secs(30);
        while Instant::now() < give_up {
            if let Some(server) = &mut self.server
                && let Some(status) = server.try_wait()?
            {
                bail!("PostgreSQL ended at once ({status})");
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!(
            "PostgreSQL did not answer on port {} within 30 s",
            self.port
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // SIGQUIT is PostgreSQL's immediate shutdown: it ends its children too, which SIGKILL
            // would not.
            let asked = process::succeeds(Command::new("kill").args([
                "-s",
                "QUIT",
                &server.id().to_string(),
            ]));
            if !asked && let Err(error) = server.kill() {
                eprintln!("PostgreSQL could not be stopped: {error}");
            }
            if let Err(error) = server.wait() {
                eprintln!("PostgreSQL did not end: {error}");
            }
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cluster_answers_and_leaves_nothing() -> Result<()> {
        if packages::postgres_programs().is_none() {
            return Ok(());
        }
        let cluster = Cluster::start()?;
        let folder = cluster.folder.clone();
        let address = (Ipv4Addr::LOCALHOST, cluster.port);
        assert!(TcpStream::connect(address).is_ok());
        drop(cluster);
        assert!(!folder.exists());
        assert!(TcpStream::connect(address).is_err());
        Ok(())
    }
}
