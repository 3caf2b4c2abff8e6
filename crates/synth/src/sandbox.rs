//! Tests that models wrote, run: they must fail with the program before an edit and pass with the one after it.
//!
//! What models write is foreign code. Where `bwrap` is there it runs without network, with the system read-only and
//! a folder of its own; everywhere `prlimit` bounds its time, memory, processes and files. Without `bwrap` that is
//! all, and code that means harm can do it: nothing is run then unless the user says that this will do. Neither
//! is a defence against faults of the kernel, and memory is bounded as addresses, not as what is used.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use lintseq_core::{Reason, Rejection};
use lintseq_samples::Verdict;

/// The files of a program and its test.
pub fn files(extension: &str) -> [String; 2] {
    ["program", "test_program"].map(|name| format!("{name}.{extension}"))
}

/// How tests are run.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// The command for each test, such as `python3 {test}`, in words.
    pub command: Vec<String>,
    /// The longest time of one run.
    pub timeout: Duration,
    /// The most memory of one run, in bytes.
    pub memory: u64,
    /// Whether they run under `bwrap`.
    pub is_confined: bool,
}

/// Why tests cannot be run here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotRun {
    /// There is no `bwrap` that works.
    #[error(
        "tests need `bwrap`, which is not installed or not allowed here; to run foreign code without it, say --unconfined"
    )]
    NoBubblewrap,
    /// There is no `prlimit`.
    #[error("tests need `prlimit` of util-linux, which is not installed")]
    NoLimits,
    /// Nobody knows how a language is run.
    #[error("no command is known for tests in {0}; name one with --test-command")]
    NoCommand(String),
}

impl Sandbox {
    /// The sandbox for a language, if tests can be run here.
    ///
    /// # Errors
    /// If something is missing.
    pub fn new(language: &str, command: Option<&str>, allow_unconfined: bool) -> Result<Self, CannotRun> {
        let known = match language {
            "python" => Some("python3 {test}"),
            "javascript" => Some("node {test}"),
            "lua" => Some("lua {test}"),
            _ => None,
        };
        let command = command.or(known).ok_or_else(|| CannotRun::NoCommand(language.to_owned()))?;
        if !is_installed("prlimit") {
            return Err(CannotRun::NoLimits);
        }
        let is_confined = confines();
        if !is_confined && !allow_unconfined {
            return Err(CannotRun::NoBubblewrap);
        }
        Ok(Self {
            command: command.split_whitespace().map(str::to_owned).collect(),
            timeout: Duration::from_secs(10),
            memory: 4 << 30,
            is_confined,
        })
    }

    /// Whether a test tells two programs apart.
    ///
    /// # Errors
    /// If it fails after the edit, passes before it, or cannot be run.
    pub fn tell_apart(
        &self,
        extension: &str,
        test: &str,
        before: &str,
        after: &str,
    ) -> Result<Verdict, Rejection> {
        let reject = |message: String| Err(Rejection::new(Reason::TestFailed, message));
        let run = |program| {
            self.run(extension, program, test).map_err(|error| {
                Rejection::new(Reason::TestFailed, format!("the test cannot be run: {error}"))
            })
        };
        match run(after)? {
            Run { passed: true, .. } => {}
            Run { output, .. } => return reject(format!("it fails after the edit: {output}")),
        }
        if run(before)?.passed {
            return reject("it passes before the edit already".to_owned());
        }
        Ok(Verdict { filter: "tests".to_owned(), keep: true, reason: None })
    }

    fn run(&self, extension: &str, program: &str, test: &str) -> io::Result<Run> {
        let folder = Folder::new()?;
        let [file, test_file] = files(extension);
        fs::write(folder.0.join(&file), program)?;
        fs::write(folder.0.join(&test_file), test)?;
        let mut child = self.command(&folder.0, &test_file).spawn()?;
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break Some(status);
            }
            if start.elapsed() > self.timeout {
                child.kill()?;
                child.wait()?;
                break None;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let mut output = String::new();
        if let Some(errors) = child.stderr.take() {
            let mut bytes = Vec::new();
            errors.take(1 << 16).read_to_end(&mut bytes)?;
            let said = String::from_utf8_lossy(&bytes);
            output.push_str(said.trim().lines().next_back().unwrap_or_default());
        }
        Ok(match status {
            Some(status) => Run { passed: status.success(), output },
            None => Run { passed: false, output: format!("took longer than {:?}", self.timeout) },
        })
    }

    fn command(&self, folder: &Path, test_file: &str) -> Command {
        let seconds = self.timeout.as_secs() + 1;
        let limits = [format!("--cpu={seconds}"), format!("--as={}", self.memory)];
        let mut command = Command::new("prlimit");
        command.args(limits).args(["--nproc=256", "--fsize=16777216", "--core=0", "--"]);
        let inside = if self.is_confined { PathBuf::from("/work") } else { folder.to_owned() };
        if self.is_confined {
            command
                .arg("bwrap")
                .args(CONFINED)
                .arg("--bind")
                .arg(folder)
                .args(["/work", "--chdir", "/work", "--"]);
        }
        let test = inside.join(test_file).display().to_string();
        command.args(self.command.iter().map(|word| word.replace("{test}", &test)));
        command.current_dir(folder);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }
}

/// What `bwrap` shows a test of the system: programs and libraries, to be read, and nothing else.
const CONFINED: &[&str] = &[
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    "--setenv",
    "PATH",
    "/usr/local/bin:/usr/bin:/bin",
    "--setenv",
    "HOME",
    "/work",
    "--ro-bind",
    "/usr",
    "/usr",
    "--ro-bind-try",
    "/bin",
    "/bin",
    "--ro-bind-try",
    "/lib",
    "/lib",
    "--ro-bind-try",
    "/lib64",
    "/lib64",
    "--ro-bind-try",
    "/etc/alternatives",
    "/etc/alternatives",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
];

/// Whether `bwrap` is there and may do its work, which the system can forbid.
fn confines() -> bool {
    let mut command = Command::new("bwrap");
    command
        .args(CONFINED)
        .args(["--", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

struct Run {
    passed: bool,
    output: String,
}

/// A folder that goes with its value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lintseq-test-{}-{number}", std::process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    fn tell_apart(test: &str, timeout: Duration) -> Option<Result<(), String>> {
        // The shell is everywhere, `prlimit` nearly so.
        let mut sandbox = Sandbox::new("sh", Some("sh {test}"), true).ok()?;
        sandbox.timeout = timeout;
        let verdict = sandbox.tell_apart("sh", test, "echo 1\n", "echo 2\n");
        Some(verdict.map(|verdict| assert!(verdict.keep)).map_err(|rejection| rejection.message))
    }

    #[test]
    fn a_test_must_fail_before_and_pass_after() {
        let Some(good) = tell_apart("test \"$(sh ./program.sh)\" = 2\n", LONG) else { return };
        assert_eq!(good, Ok(()));
        let failure = |test| tell_apart(test, LONG).unwrap().unwrap_err();
        assert!(failure("echo no >&2; false\n").contains("fails after the edit: no"));
        assert!(failure("true\n").contains("passes before"));
        let endless = tell_apart("while true; do :; done\n", Duration::from_millis(50));
        assert!(endless.unwrap().unwrap_err().contains("took longer"));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(Sandbox::new("cobol", None, true).unwrap_err(), CannotRun::NoCommand("cobol".to_owned()));
    }
}
