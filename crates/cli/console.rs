//! What is said to people: standard error, never standard output, which is data.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use crate::arguments::{Color, Talk};

/// Titles and step headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What stands by.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What comes.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
/// What is wrong.
pub(crate) const RED: Style = AnsiColor::Red.on_default();

/// How much is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
}

impl Console {
    /// Settles colour for both streams, and how much is said.
    pub(crate) fn new(talk: &Talk) -> Self {
        let choice = match talk.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self { quiet: talk.quiet, verbose: talk.verbose }
    }

    /// Whether only errors are said.
    pub(crate) const fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Whether details are said as well.
    pub(crate) const fn is_verbose(self) -> bool {
        self.verbose
    }

    /// The same without details.
    pub(crate) const fn without_details(self) -> Self {
        Self { verbose: false, ..self }
    }

    /// Says something, unless asked to be quiet.
    pub(crate) fn say(self, text: impl std::fmt::Display) {
        if !self.quiet {
            write_error_stream(&text);
        }
    }

    /// Says what only those want to know who ask for more.
    pub(crate) fn detail(self, text: impl std::fmt::Display) {
        if self.verbose {
            write_error_stream(&text);
        }
    }
}

/// Says an error, however quiet the run is.
pub(crate) fn error(text: impl std::fmt::Display) {
    write_error_stream(&format_args!("{RED}error{RED:#}: {text}"));
}

fn write_error_stream(text: &dyn std::fmt::Display) {
    // In one piece, so that no other thread's words fall between. Nobody is left to be told that standard
    // error is gone.
    let _ = anstream::stderr().lock().write_all(format!("{text}\n").as_bytes());
}
