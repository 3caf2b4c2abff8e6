//! What synthesis needs to know about languages. Whoever has parsers fills it in, so that this crate needs none.

use std::ops::Range;

/// Everything that knows a language. Languages are named canonically, such as `python`.
pub trait Languages: Send + Sync {
    /// The extension of its files, without a dot.
    fn extension(&self, language: &str) -> &str;

    /// Whether a fence with this label holds code of the language: `py` does, of `python`.
    fn is_label(&self, language: &str, label: &str) -> bool;

    /// Whether a text is a program of the language, without recovering from any error.
    fn parses(&self, language: &str, text: &str) -> bool;

    /// Whether two texts are one program but for layout and comments.
    fn same_tree(&self, language: &str, one: &str, other: &str) -> bool;

    /// The units of a text as ranges of lines from zero, outer ones before those within; nothing where it does not
    /// parse.
    fn units(&self, language: &str, text: &str) -> Vec<Range<usize>>;

    /// What its linter finds in a text, each fault as its rule and message; the same whoever asks.
    fn faults(&self, language: &str, text: &str) -> Vec<String>;
}
