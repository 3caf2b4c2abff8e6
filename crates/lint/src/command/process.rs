//! One process of a tool, with its output in files, so that no pipe fills up, and with an end to its time.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::process::{Child, Command as Process, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use lintseq_core::stop;

use super::states::Folder;
use crate::entry::{Entry, Stream};

/// Why there is no output.
pub(super) enum Failure {
    /// The tool cannot run here.
    CannotRun(String),
    /// It ran, and failed.
    Failed(String),
}

/// Runs the tool on the states of a folder and gives back what it said where it says what it finds.
pub(super) fn run(entry: &Entry, folder: &Folder, files: &[String]) -> Result<String, Failure> {
    let streams = [folder.beside("stdout"), folder.beside("stderr")];
    let status = spawn(entry, folder, files, &streams)?;
    let read = |stream: usize| {
        fs::read(&streams[stream])
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .map_err(|error| Failure::Failed(format!("its output cannot be read: {error}")))
    };
    let known = status.code().is_some_and(|code| entry.exit_codes.contains(&code));
    if known {
        return read(usize::from(entry.stream == Stream::Stderr));
    }
    let (stdout, stderr) = (read(0)?, read(1)?);
    Err(Failure::Failed(format!(
        "{status}, which is not among its `exit_codes`; it said: {}",
        last_lines(if stderr.trim().is_empty() { &stdout } else { &stderr })
    )))
}

fn spawn(
    entry: &Entry,
    folder: &Folder,
    files: &[String],
    streams: &[std::path::PathBuf; 2],
) -> Result<ExitStatus, Failure> {
    let states = folder.states();
    let open = |stream: usize| {
        File::create(&streams[stream])
            .map_err(|error| Failure::CannotRun(format!("no file for its output: {error}")))
    };
    let filled = |argument: &str| {
        argument
            .replace("{dir}", &states.to_string_lossy())
            .replace("{empty}", &folder.empty().to_string_lossy())
    };
    let arguments = entry.command[1..].iter().flat_map(|argument| {
        if argument == "{files}" {
            files.iter().map(|file| OsString::from(states.join(file))).collect()
        } else {
            vec![OsString::from(filled(argument))]
        }
    });
    let program = &entry.command[0];
    let mut process = Process::new(program);
    process.args(arguments).current_dir(&states);
    process.stdin(Stdio::null()).stdout(open(0)?).stderr(open(1)?);
    for (variable, value) in &entry.environment {
        if value.is_empty() {
            process.env_remove(variable);
        } else {
            process.env(variable, filled(value));
        }
    }
    // A group of its own: what the tool starts ends with it, and an interrupt on the keyboard spoils no verdict.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut process, 0);
    let mut child = process.spawn().map_err(|error| {
        Failure::CannotRun(match error.kind() {
            io::ErrorKind::NotFound => format!("`{program}` is not installed, or not on the PATH"),
            _ => format!("`{program}` does not start: {error}"),
        })
    })?;
    let deadline = Instant::now() + Duration::from_secs(entry.timeout_seconds);
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(ended)) => return Ok(ended),
            Ok(None) if stop::is_raised() => {
                kill(&mut child);
                stop::point();
            }
            Ok(None) if Instant::now() < deadline => {}
            Ok(None) => {
                kill(&mut child);
                let seconds = entry.timeout_seconds;
                return Err(Failure::Failed(format!(
                    "it took longer than {seconds} s for {} states; raise `timeout_seconds` or lower `batch`",
                    files.len()
                )));
            }
            Err(error) => return Err(Failure::Failed(format!("its end cannot be awaited: {error}"))),
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Ends a tool with all that it started: what a driver of compilers leaves behind would work on.
fn kill(child: &mut Child) {
    // What is gone by now needs no killing.
    #[cfg(unix)]
    let _ = nix::sys::signal::killpg(
        nix::unistd::Pid::from_raw(child.id().cast_signed()),
        nix::sys::signal::Signal::SIGKILL,
    );
    let _ = child.kill();
    let _ = child.wait();
}

/// The end of what a tool said, which is where it says what went wrong.
fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(3)..].join("\n")
}
