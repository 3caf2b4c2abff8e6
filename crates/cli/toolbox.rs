//! What commands need to know about languages, as one trait, so that they are written and tested without
//! a parser. The binary fills it in once, in `main`.

use std::ops::Range;

use lintseq_core::{Document, EditSequence, LineId, Linter, Rejection, Source, Step};
use lintseq_dataset::filter::Grammars;
use lintseq_samples::commits::Need;
pub(crate) use lintseq_syntax::anatomy::Anatomy;

use crate::arguments::{GenerateArguments, Linters};

/// A run of whole lines; `end` is not part of it.
pub(crate) type LineRange = Range<LineId>;

/// Everything that knows a language.
pub(crate) trait Toolbox: Grammars {
    /// All languages, in the order in which tables show them.
    fn languages(&self) -> Vec<Language>;

    /// The canonical name of the language that the user named, if any.
    ///
    /// # Errors
    /// If lintseq does not know it.
    fn wanted_language(&self, name: Option<&str>) -> anyhow::Result<Option<String>> {
        let canonical = |name: &str| {
            let unknown =
                || anyhow::anyhow!("--language {name}: not a known language; see `lintseq languages`");
            self.by_name(name).map(str::to_owned).ok_or_else(unknown)
        };
        name.map(canonical).transpose()
    }

    /// The generator that the options ask for.
    ///
    /// # Errors
    /// If the options name what does not exist, such as a linter.
    fn generator<'a>(&'a self, arguments: &GenerateArguments) -> anyhow::Result<Generator<'a>>;

    /// Whether every linter named can be had, and knows the language asked for or, without one, any.
    ///
    /// # Errors
    /// With the first that cannot, or does not.
    fn check_linters(&self, language: Option<&str>, named: &Linters) -> anyhow::Result<()>;

    /// Whether a linter that is a tool of its own is installed; `None` for one that runs in this process.
    fn is_installed(&self, linter: &str) -> Option<bool>;

    /// The linters that verify a language: those named that know it, else its own.
    ///
    /// # Errors
    /// If a linter or the language is not known, or the linter cannot run here.
    fn linters(&self, language: &str, named: &Linters) -> anyhow::Result<Vec<Box<dyn Linter>>>;

    /// Whether a text is a program of the language as it stands, without recovering from any error.
    fn is_program(&self, language: &str, text: &str) -> bool;

    /// Which of these runs of lines of a text use what another of them defines, as positions in `runs`; nothing for
    /// a language without grammar, or a text that does not parse.
    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need>;

    /// What must not be torn apart in a complete program; `None` for a language without grammar.
    fn anatomy(&self, language: &str, text: &str) -> Option<Anatomy>;

    /// Why the lines of a step came together: ranges of the complete program, each with a sentence.
    fn explain(
        &self,
        language: &str,
        source: &Source<'_>,
        sequence: &EditSequence,
        step: Step,
    ) -> Vec<(LineRange, String)>;
}

/// A language for people.
#[derive(Clone, Debug)]
pub(crate) struct Language {
    /// The canonical name.
    pub(crate) name: String,
    /// File extensions, without dots.
    pub(crate) extensions: Vec<String>,
    /// The linters that can verify it, its default first.
    pub(crate) linters: Vec<String>,
    /// What its declarations tell of programs.
    pub(crate) features: Vec<&'static str>,
}

/// Makes the sequences of programs.
pub(crate) struct Generator<'a> {
    /// Makes those of a group of programs: for each a result.
    pub(crate) generate: Box<Generate<'a>>,
    /// How many programs are worth bringing at once: many where a linter starts a process a call.
    pub(crate) group: usize,
}

/// The function in a [`Generator`].
pub(crate) type Generate<'a> = dyn Fn(&[Document]) -> Vec<Result<Made, Rejection>> + Send + Sync + 'a;

/// The sequences of a program, and what it took to verify them.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// All different.
    pub(crate) sequences: Vec<EditSequence>,
    /// How many states a linter looked at.
    pub(crate) states: u64,
    /// In how many of them it found something, so that more had to fall.
    pub(crate) rescues: u64,
}
