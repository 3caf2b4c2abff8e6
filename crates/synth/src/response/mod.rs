//! What models answer, taken apart: no response becomes a wrong row.
//!
//! The form is the published one of OpenCodeEdit: sections under `[Program Before Edit]`, `[Descriptive]`, `[Lazy]` and
//! `[Program After Edit]`, programs in fences, and `<UNREASONABLE>` where the model will not go on. Models keep to it
//! loosely, so that the markers are found under all decoration that means the same, and never inside code. Where a
//! response can be read in two ways it is rejected; every rejection has its [`Reason`].
//!
//! The published parser searches for the first marker anywhere, cuts at the first fence or rule it meets, and leaves
//! a side empty where it finds none; a parser of Markdown would end a block at the first fence inside a docstring.
//! Here a block ends at the first fence up to which it is a program.

mod ending;
mod page;
mod program;
mod sections;

use lintseq_core::{Reason, Rejection};

use crate::{Languages, Reply};
use page::Page;
use program::Code;
use sections::{Section, Sections};

/// The mark by which a model says that its own task is unreasonable.
pub const REFUSAL: &str = "<UNREASONABLE>";

/// The first answer of a dialogue: a program, and what is to be done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The program before the edit.
    pub program: String,
    /// What is to be done to it.
    pub instructions: Instructions,
}

/// One edit, asked for in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instructions {
    /// In full.
    pub descriptive: String,
    /// As somebody in a hurry says it.
    pub lazy: String,
}

/// How responses are read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The canonical name of the programs' language.
    pub language: &'a str,
    /// Who knows it.
    pub languages: &'a dyn Languages,
    /// Whether the program before the edit may have syntax errors, which the edit would mend.
    pub allow_broken_before: bool,
}

impl<'a> Reading<'a> {
    /// Reads programs of a language, which must parse.
    pub fn new(language: &'a str, languages: &'a dyn Languages) -> Self {
        Self { language, languages, allow_broken_before: false }
    }

    /// Reads the first answer: a program and two instructions.
    ///
    /// # Errors
    /// If it is not exactly that.
    pub fn task(&self, reply: &Reply) -> Result<Task, Rejection> {
        let text = ending::complete(reply)?;
        let page = self.page(&text)?;
        let sections = Sections::find(&page, &[Section::Before, Section::Descriptive, Section::Lazy]);
        if sections.is_refusal(&page) && !sections.has(Section::Before) {
            return Err(refused());
        }
        let before = sections.one(Section::Before)?;
        let instructions = instructions(&page, &sections)?;
        let program = self.code(self.allow_broken_before).of(&page, sections.content(before))?;
        Ok(Task { program, instructions })
    }

    /// Reads the second answer: the program after the edit, whose header may be missing.
    ///
    /// # Errors
    /// If there is no such program, or the model refused.
    pub fn revision(&self, reply: &Reply) -> Result<String, Rejection> {
        let text = ending::complete(reply)?;
        let page = self.page(&text)?;
        let sections = Sections::find(&page, &[Section::After]);
        let code = self.code(false);
        let lines = match sections.one(Section::After) {
            Ok(after) => sections.content(after),
            Err(missing) if missing.reason == Reason::MissingSection => {
                let nothing_else = page.blocks().is_empty() || sections.has(Section::Before);
                if nothing_else && !sections.is_refusal(&page) {
                    return Err(missing);
                }
                0..page.lines().len()
            }
            Err(repeated) => return Err(repeated),
        };
        match (sections.is_refusal(&page), code.is_there(&page, lines.clone())) {
            (true, false) => Err(refused()),
            (true, true) => {
                let message = format!("both {REFUSAL} and a program");
                Err(Rejection::new(Reason::ContradictoryResponse, message))
            }
            (false, _) => code.of(&page, lines),
        }
    }

    /// Reads an answer of two instructions.
    ///
    /// # Errors
    /// If it is not exactly that.
    pub fn instructions(&self, reply: &Reply) -> Result<Instructions, Rejection> {
        let text = ending::complete(reply)?;
        let page = self.page(&text)?;
        let sections = Sections::find(&page, &[Section::Descriptive, Section::Lazy]);
        if sections.is_refusal(&page) {
            return Err(refused());
        }
        instructions(&page, &sections)
    }

    /// Reads an answer that is one program in a fence.
    ///
    /// # Errors
    /// As [`Reading::revision`].
    pub fn program(&self, reply: &Reply) -> Result<String, Rejection> {
        self.revision(reply)
    }

    fn page<'t>(&self, text: &'t str) -> Result<Page<'t>, Rejection> {
        let is_program = |label: Option<&str>, code: &str| {
            let of_language = label.is_none_or(|label| self.languages.is_label(self.language, label));
            of_language && self.languages.parses(self.language, code)
        };
        ending::answer(text, &is_program)
    }

    fn code(&self, allow_broken: bool) -> Code<'a> {
        Code { language: self.language, languages: self.languages, allow_broken }
    }
}

fn instructions(page: &Page<'_>, sections: &Sections<'_>) -> Result<Instructions, Rejection> {
    let descriptive = sections.text(page, sections.one(Section::Descriptive)?)?;
    let lazy = sections.text(page, sections.one(Section::Lazy)?)?;
    Ok(Instructions { descriptive, lazy })
}

/// A response without the thoughts that it opens with; as it is, if they do not end.
pub fn without_thoughts(text: &str) -> &str {
    ending::without_thoughts(text).unwrap_or(text)
}

fn refused() -> Rejection {
    Rejection::new(Reason::Refused, format!("the model answered {REFUSAL}"))
}
