//! Filters: what a record must be like to stay.
//!
//! A filter judges one record: it keeps it, drops it with a typed reason, or writes it anew. None acts unless it is
//! named, and they run in the order in which they are named, so that a cheap one may spare an expensive one its work
//! and the counts of a [`Funnel`] mean something. Filters have no state: what needs to see more than one record
//! (duplicates, benchmarks, quotas) is a stage of its own.
//!
//! Every filter is a file here, with the options that a table of its name may hold, and a line in [`REGISTRY`].
//! What needs a parser comes in through [`Grammars`].

mod alphanumeric;
mod answers;
mod comments;
mod configuration;
mod data;
mod edit_size;
mod funnel;
mod generated;
mod instructions;
mod language;
mod lengths;
mod license;
mod minified;
mod names;
mod parses;
mod pipeline;
mod record;
mod secrets;
mod sentences;
mod tree;
mod vendored;
mod whitespace;

pub use configuration::{FilterError, read_filters};
pub use funnel::{Funnel, Stage};
pub use pipeline::{Filter, Judgement, Pipeline, Scope};
pub use record::{Edit, FilterFields, Grammars, Instruction, Record};
pub use secrets::{Finding, RuleError, RuleSet, Rules};

use toml::Table;

/// A filter by its name.
pub struct Entry {
    /// The name in tables, funnels and verdicts.
    pub name: &'static str,
    /// What it drops, in a few words.
    pub about: &'static str,
    prepare: fn(Table) -> Result<Box<dyn Filter>, String>,
}

/// All filters, in the order in which lists show them.
pub const REGISTRY: &[Entry] = &[
    entry(
        "lengths",
        "texts with too few or too many bytes or lines, or with lines too long",
        lengths::prepare,
    ),
    entry("alphanumeric", "texts with a small share of letters and digits", alphanumeric::prepare),
    entry("generated", "files written by a program", generated::prepare),
    entry("vendored", "files of other projects", vendored::prepare),
    entry("minified", "texts squeezed for machines", minified::prepare),
    entry("data", "texts that are numbers and strings, with hardly any code", data::prepare),
    entry("language", "other languages than those listed", language::prepare),
    entry("license", "licences that none of those listed satisfies", license::prepare),
    entry("parses", "texts that do not parse", parses::prepare),
    entry("edit-size", "edits of no line, of too many lines, or of too many hunks", edit_size::prepare),
    entry("whitespace-only", "edits that change white space only", whitespace::prepare),
    entry("comment-only", "edits that change comments only", comments::prepare),
    entry("same-tree", "edits that leave the syntax tree as it is", tree::prepare),
    entry("lazy-sentences", "lazy instructions of too many sentences", sentences::prepare),
    entry("instruction-length", "instructions that are too short or too long", instructions::prepare),
    entry("answer-in-instruction", "instructions that hold a line of the answer", answers::prepare),
    entry("unknown-names", "instructions that name what the code does not have", names::prepare),
    entry(
        "secrets",
        "keys and passwords: dropped, or redacted in every text alike",
        secrets::prepare_secrets,
    ),
    entry("personal-data", "e-mail and network addresses, in the same two ways", secrets::prepare_personal),
];

const fn entry(
    name: &'static str,
    about: &'static str,
    prepare: fn(Table) -> Result<Box<dyn Filter>, String>,
) -> Entry {
    Entry { name, about, prepare }
}
