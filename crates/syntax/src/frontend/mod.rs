//! The front end: a tree and what declarations say of its nodes become [`Facts`].
//!
//! It knows roles and no language. Units come first, because every other fact names one.

mod endless;
mod holes;
mod joins;
mod lines;
mod names;
mod units;

use lintseq_core::Source;

use crate::facts::Facts;
use crate::language::Language;
use crate::tree::Tree;

/// Finds the facts of a program.
pub fn facts(language: &Language, tree: &Tree, source: &Source<'_>) -> (Facts, Names) {
    let mut roles = language.table().assign(tree, source.text());
    let mut units = units::find(tree, &mut roles, source);
    endless::require(tree, &roles, &mut units);
    holes::require(tree, &roles, source.text(), &mut units);
    joins::require(language, tree, &roles, source, &mut units);
    names::find(language.settings(), tree, &roles, source.text(), units)
}

pub use names::Names;
