//! Languages as data: one folder and one row of [`BUILT_IN`] each, and no logic.
//!
//! A folder holds `grammar.toml` (name, extensions, tokens, default linter), `units.scm` and `names.scm`
//! (what the nodes of the tree-sitter grammar mean) and `cases/` (sources that say in comments which lines
//! fall with which). `crates/syntax` reads them; what the capture names mean stands in `README.md`.

use tree_sitter_language::LanguageFn;

/// The files of one language.
#[derive(Clone, Copy)]
pub struct Grammar {
    /// `grammar.toml`.
    pub settings: &'static str,
    /// `units.scm`.
    pub units: &'static str,
    /// `names.scm`.
    pub names: &'static str,
    /// The tree-sitter grammar.
    pub parser: LanguageFn,
}

/// Every language that is compiled in.
pub const BUILT_IN: &[Grammar] = &[
    #[cfg(feature = "python")]
    Grammar {
        settings: include_str!("python/grammar.toml"),
        units: include_str!("python/units.scm"),
        names: include_str!("python/names.scm"),
        parser: tree_sitter_python::LANGUAGE,
    },
];
