//! A real mail server, of which nothing is left: for fetching mails (IMAP), or for handing them over
//! (SMTP with a password).

use std::fmt::Write as _;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const USER: &str = "support@heliaq.example";
pub const PASSWORD: &str = "s3cret pass%";

/// A mailbox on a server of its own; dropped, both are gone.
pub struct Dovecot {
    server: Child,
    folder: TempDir,
    port: u16,
}

impl Dovecot {
    /// A mailbox.
    pub fn start() -> Self {
        Self::run(None)
    }

    /// A server that takes mails from whoever knows the password, and passes them on to this port.
    pub fn passing_on_to(relay: u16) -> Self {
        Self::run(Some(relay))
    }

    fn run(relay: Option<u16>) -> Self {
        let program = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"]
            .into_iter()
            .find(|path| fs::exists(path).unwrap())
            .expect("the tests need dovecot: apt-get install dovecot-imapd dovecot-submissiond");
        let folder = tempfile::tempdir().unwrap();
        // Its processes are other users.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let port = free_port();
        let config = folder.path().join("dovecot.conf");
        fs::write(&config, settings(&folder, port, relay)).unwrap();
        let users = format!("{USER}:{{PLAIN}}{PASSWORD}::::::\n");
        fs::write(folder.path().join("users"), users).unwrap();
        for name in ["cur", "new", "tmp"] {
            fs::create_dir_all(folder.path().join("mail").join(name)).unwrap();
        }
        let mut server = Command::new(program)
            .arg("-F")
            .arg("-c")
            .arg(&config)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let give_up = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert_eq!(server.try_wait().unwrap(), None, "dovecot ended");
            assert!(Instant::now() < give_up, "dovecot does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        let dovecot = Self {
            server,
            folder,
            port,
        };
        give_to_owner(&dovecot.mail());
        dovecot
    }

    /// Where it is, for the poller.
    pub fn url(&self) -> String {
        let password = PASSWORD.replace('%', "%25").replace(' ', "%20");
        format!(
            "imap://{USER}:{password}@127.0.0.1:{}/INBOX?tls=none",
            self.port
        )
    }

    /// Where it takes mails, for the mailer.
    pub fn smtp_url(&self, password: &str) -> String {
        let password = password.replace('%', "%25").replace(' ', "%20");
        let user = USER.replace('@', "%40");
        format!("smtp://{user}:{password}@127.0.0.1:{}?tls=none", self.port)
    }

    fn mail(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Puts a mail into the mailbox, as a delivery would.
    pub fn deliver(&self, name: &str, text: &str) {
        let path = self.mail().join("tmp").join(name);
        fs::write(&path, text).unwrap();
        give_to_owner(&path);
        fs::rename(path, self.mail().join("new").join(name)).unwrap();
    }

    /// The flags of the mails of a folder, by name; empty is the inbox.
    pub fn flags(&self, folder: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for place in ["new", "cur"] {
            let path = self.mail().join(folder).join(place);
            for entry in fs::read_dir(path).into_iter().flatten() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let (name, flags) = name.split_once(":2,").unwrap_or((&name, ""));
                let name = name.split_once(',').map_or(name, |(name, _)| name);
                found.push((name.to_owned(), flags.to_owned()));
            }
        }
        found.sort();
        found
    }

    /// Gives every mail another identifier, as a restored backup does.
    pub fn forget_identifiers(&self) {
        for entry in fs::read_dir(self.mail()).unwrap() {
            let path = entry.unwrap().path();
            if path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("dovecot")
            {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let id = self.server.id().to_string();
        drop(Command::new("kill").arg(id).status());
        drop(self.server.wait());
    }
}

/// The user that owns the mailbox: we, or, as dovecot lets nobody be root, `nobody`.
fn owner() -> (u32, u32) {
    let me = fs::metadata("/proc/self").unwrap();
    match me.uid() {
        0 => (65534, 65534),
        uid => (uid, me.gid()),
    }
}

fn give_to_owner(path: &std::path::Path) {
    let (uid, gid) = owner();
    std::os::unix::fs::chown(path, Some(uid), Some(gid)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give_to_owner(&entry.unwrap().path());
        }
    }
}

fn settings(folder: &TempDir, port: u16, relay: Option<u16>) -> String {
    let base = folder.path().display();
    let (uid, gid) = owner();
    let mut text = format!(
        "{}listen = 127.0.0.1\nssl = no\ndisable_plaintext_auth = no\n\
         auth_mechanisms = plain login\nbase_dir = {base}/run\nstate_dir = {base}/state\n\
         log_path = {base}/log\nmail_location = maildir:{base}/mail\n\
         first_valid_uid = 1\nmail_uid = {uid}\nmail_gid = {gid}\n\
         service anvil {{\n chroot =\n}}\n\
         passdb {{\n driver = passwd-file\n args = {base}/users\n}}\n\
         userdb {{\n driver = static\n args = uid={uid} gid={gid} home={base}\n}}\n",
        protocol(port, relay)
    );
    if uid != 65534 {
        let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout);
        let user = user.unwrap().trim().to_owned();
        writeln!(
            text,
            "default_internal_user = {user}\ndefault_login_user = {user}"
        )
        .unwrap();
    }
    text
}

fn protocol(port: u16, relay: Option<u16>) -> String {
    match relay {
        None => format!(
            "protocols = imap\nservice imap-login {{\n chroot =\n inet_listener imap {{\n  port = {port}\n \
             }}\n inet_listener imaps {{\n  port = 0\n }}\n}}\n"
        ),
        Some(relay) => format!(
            "protocols = submission\nhostname = mail.heliaq.example\n\
             submission_relay_host = 127.0.0.1\nsubmission_relay_port = {relay}\n\
             service submission-login {{\n chroot =\n inet_listener submission {{\n  port = {port}\n \
             }}\n}}\n"
        ),
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
