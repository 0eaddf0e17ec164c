//! Running other programs: what is run is printed, what fails is named.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
};

use anyhow::{Context, Result, bail};

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// The command as a person would type it.
pub fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    if let Some(name) = words.first().and_then(|program| program.rsplit('/').next()) {
        words = vec![name.to_owned()];
    }
    words.extend(
        command
            .get_args()
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// Runs the command with our own input and output; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", describe(command));
    let status = command
        .status()
        .with_context(|| format!("starting `{}`", describe(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs the command quietly and returns what it printed; on failure its messages are part of the
/// error.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    if !output.status.success() {
        let messages = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({})\n{}",
            describe(command),
            output.status,
            messages.trim_end()
        );
    }
    String::from_utf8(output.stdout).with_context(|| {
        format!(
            "`{}` printed something that is not UTF-8",
            describe(command)
        )
    })
}

/// Runs the command, lets its messages through, and returns what it printed on standard output.
pub fn capture_stdout(command: &mut Command) -> Result<String> {
    println!("$ {}", describe(command));
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting `{}`", describe(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", describe(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| {
        format!(
            "`{}` printed something that is not UTF-8",
            describe(command)
        )
    })
}

/// Whether the command can be started and ends well; nothing is printed.
pub fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok_and(|output| output.status.success())
}

fn output(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("starting `{}`", describe(command)))
}

/// Runs the command, lets everything it prints through, and returns the lines for a look at the
/// totals.
///
/// The lines come back even when the command fails: the counts are worth most then.
pub fn watch(command: &mut Command) -> Result<Watched> {
    println!("$ {}", describe(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting `{}`", describe(command)))?;
    let (sender, receiver) = mpsc::channel();
    let mut streams: Vec<Box<dyn Read + Send>> = Vec::new();
    if let Some(stream) = child.stdout.take() {
        streams.push(Box::new(stream));
    }
    if let Some(stream) = child.stderr.take() {
        streams.push(Box::new(stream));
    }
    for stream in streams {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    drop(sender);
    let mut lines = Vec::new();
    let mut out = std::io::stdout();
    for line in receiver {
        writeln!(out, "{line}")?;
        lines.push(line);
    }
    let status = child.wait()?;
    Ok(Watched {
        description: describe(command),
        lines,
        success: status.success(),
    })
}

/// What [`watch`] saw.
pub struct Watched {
    description: String,
    /// Standard output and standard error, in the order of arrival.
    pub lines: Vec<String>,
    success: bool,
}

impl Watched {
    /// An error when the command failed.
    pub fn ok(&self) -> Result<()> {
        if !self.success {
            bail!("`{}` failed", self.description);
        }
        Ok(())
    }
}
