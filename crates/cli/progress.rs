//! Where a run stands: a bar on a terminal, a plain line every few seconds elsewhere.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::console::Console;
use crate::summary::per_second;

/// How often a plain line is written.
const INTERVAL: Duration = Duration::from_secs(5);

/// The progress of a run over records, which may or may not know how much there is to do.
///
/// Work is measured in bytes read where the total is known, since records are counted only by reading them.
pub(crate) struct Progress {
    view: View,
    console: Console,
    started: Instant,
    total_bytes: Option<u64>,
    noun: &'static str,
    /// What else there is to say.
    note: String,
}

enum View {
    Bar(ProgressBar),
    Lines { next: Instant },
    Hidden,
}

impl Progress {
    /// Starts the clock. `writes_to_terminal` says that data goes to the terminal, which a bar would garble.
    pub(crate) fn start(console: Console, total_bytes: Option<u64>, writes_to_terminal: bool) -> Self {
        let started = Instant::now();
        let view = if console.is_quiet() || writes_to_terminal {
            View::Hidden
        } else if std::io::stderr().is_terminal() {
            View::Bar(bar(total_bytes))
        } else {
            View::Lines { next: started + INTERVAL }
        };
        Self { view, console, started, total_bytes, noun: "programs", note: String::new() }
    }

    /// Calls what is counted by another name.
    pub(crate) fn counting(self, noun: &'static str) -> Self {
        Self { noun, ..self }
    }

    /// Says something else as well, from now on.
    pub(crate) fn note(&mut self, note: String) {
        self.note = note;
    }

    /// Says where the run stands.
    pub(crate) fn update(&mut self, programs: u64, bytes: u64) {
        match &mut self.view {
            View::Bar(bar) => {
                bar.set_position(if self.total_bytes.is_some() { bytes } else { programs });
                let counted = counted(programs, self.noun, self.started.elapsed());
                bar.set_message(format!("{counted}{}", self.note));
            }
            View::Lines { next } => {
                let now = Instant::now();
                if now >= *next {
                    *next = now + INTERVAL;
                    let passed = now - self.started;
                    let line = line(programs, self.noun, bytes, self.total_bytes, passed);
                    self.console.say(format_args!("{line}{}", self.note));
                }
            }
            View::Hidden => {}
        }
    }

    /// Takes the bar away and returns how long the run took.
    pub(crate) fn finish(self) -> Duration {
        if let View::Bar(bar) = &self.view {
            bar.finish_and_clear();
        }
        self.started.elapsed()
    }
}

fn bar(total_bytes: Option<u64>) -> ProgressBar {
    let template = match total_bytes {
        Some(_) => "{bar:32} {percent:>3} %  {msg}, {eta} left",
        None => "{spinner} {msg}, {elapsed}",
    };
    let style = ProgressStyle::with_template(template).expect("the templates are valid");
    let bar = ProgressBar::with_draw_target(total_bytes, ProgressDrawTarget::stderr()).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

fn line(programs: u64, noun: &str, bytes: u64, total_bytes: Option<u64>, elapsed: Duration) -> String {
    let mut line = counted(programs, noun, elapsed);
    if let Some(total) = total_bytes.filter(|total| *total > 0 && bytes > 0) {
        let done = (bytes as f64 / total as f64).min(1.0);
        let left = elapsed.mul_f64((1.0 - done) / done);
        let written = write!(line, ", {:.0} %, {} left", 100.0 * done, HumanDuration(left));
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    line
}

fn counted(programs: u64, noun: &str, elapsed: Duration) -> String {
    let rate = per_second(programs, elapsed).unwrap_or(0);
    format!("{} {noun}, {}/s", HumanCount(programs), HumanCount(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_rate_and_remaining_time() {
        assert_eq!(
            line(3_000, "programs", 250, Some(1_000), Duration::from_secs(10)),
            "3,000 programs, 300/s, 25 %, 30 seconds left"
        );
        assert_eq!(line(5, "prompts", 10, None, Duration::from_secs(1)), "5 prompts, 5/s");
    }
}
