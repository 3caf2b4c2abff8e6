//! Tests that models wrote, run: they must fail with the program before an edit and pass with the one after it.
//!
//! What models write is foreign code. Where `bwrap` is there it runs without network, with the system read-only and
//! a folder of its own; everywhere `prlimit` bounds its time, memory, processes and files. Without `bwrap` that is
//! all, and code that means harm can do it: nothing is run then unless the user says that this will do. Neither
//! is a defence against faults of the kernel.

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
    /// Whether tests may run without `bwrap`.
    pub allow_unconfined: bool,
}

/// Why tests cannot be run here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotRun {
    /// There is no `bwrap`.
    #[error("tests need `bwrap`, which is not installed; to run foreign code without it, say --unconfined")]
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
        if find("prlimit").is_none() {
            return Err(CannotRun::NoLimits);
        }
        if find("bwrap").is_none() && !allow_unconfined {
            return Err(CannotRun::NoBubblewrap);
        }
        Ok(Self {
            command: command.split_whitespace().map(str::to_owned).collect(),
            timeout: Duration::from_secs(10),
            memory: 1 << 30,
            allow_unconfined,
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
            output = String::from_utf8_lossy(&bytes).trim().lines().last().unwrap_or_default().to_owned();
        }
        Ok(match status {
            Some(status) => Run { passed: status.success(), output },
            None => Run { passed: false, output: format!("took longer than {:?}", self.timeout) },
        })
    }

    fn command(&self, folder: &Path, test_file: &str) -> Command {
        let mut words: Vec<String> = Vec::new();
        let mut say = |some: &[&str]| words.extend(some.iter().map(|word| (*word).to_owned()));
        let seconds = self.timeout.as_secs() + 1;
        say(&["prlimit", &format!("--cpu={seconds}"), &format!("--as={}", self.memory)]);
        say(&["--nproc=256", "--fsize=16777216", "--core=0", "--"]);
        let inside = if find("bwrap").is_some() {
            let folder = folder.display().to_string();
            say(&["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]);
            say(&["--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/work"]);
            for system in ["/usr", "/bin", "/lib", "/lib64", "/etc/alternatives"] {
                say(&["--ro-bind-try", system, system]);
            }
            say(&["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind", &folder, "/work"]);
            say(&["--chdir", "/work", "--"]);
            PathBuf::from("/work")
        } else {
            folder.to_owned()
        };
        let test = inside.join(test_file).display().to_string();
        say(&self
            .command
            .iter()
            .map(|word| word.replace("{test}", &test))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).current_dir(folder);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }
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

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
