//! Languages as data: one folder and one row of [`BUILT_IN`] each, and no logic.
//!
//! A folder holds `grammar.toml` (name, extensions, tokens, default linter), `units.scm` and `names.scm`
//! (what the nodes of the tree-sitter grammar mean) and `cases/` (sources that say in comments which lines
//! fall with which). Languages may share declarations: `javascript/common` serves three. `crates/syntax` reads them; what the capture names mean stands in `README.md`.

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
    /// Declarations that the language shares with others, by file name.
    pub shared: &'static [(&'static str, &'static str)],
    /// The tree-sitter grammar.
    pub parser: LanguageFn,
}

/// What JavaScript and TypeScript have in common.
#[cfg(any(feature = "javascript", feature = "typescript", feature = "tsx"))]
const COMMON_UNITS: (&str, &str) =
    ("javascript/common/units.scm", include_str!("javascript/common/units.scm"));
#[cfg(any(feature = "javascript", feature = "typescript", feature = "tsx"))]
const COMMON_NAMES: (&str, &str) =
    ("javascript/common/names.scm", include_str!("javascript/common/names.scm"));
/// Markup in the code.
#[cfg(any(feature = "javascript", feature = "tsx"))]
const JSX: (&str, &str) = ("javascript/common/jsx.scm", include_str!("javascript/common/jsx.scm"));

/// Every language that is compiled in.
pub const BUILT_IN: &[Grammar] = &[
    #[cfg(feature = "python")]
    Grammar {
        settings: include_str!("python/grammar.toml"),
        units: include_str!("python/units.scm"),
        names: include_str!("python/names.scm"),
        shared: &[],
        parser: tree_sitter_python::LANGUAGE,
    },
    #[cfg(feature = "rust")]
    Grammar {
        settings: include_str!("rust/grammar.toml"),
        units: include_str!("rust/units.scm"),
        names: include_str!("rust/names.scm"),
        shared: &[],
        parser: tree_sitter_rust::LANGUAGE,
    },
    #[cfg(feature = "javascript")]
    Grammar {
        settings: include_str!("javascript/grammar.toml"),
        units: include_str!("javascript/units.scm"),
        names: include_str!("javascript/names.scm"),
        shared: &[COMMON_UNITS, COMMON_NAMES, JSX],
        parser: tree_sitter_javascript::LANGUAGE,
    },
    #[cfg(feature = "typescript")]
    Grammar {
        settings: include_str!("typescript/grammar.toml"),
        units: include_str!("typescript/units.scm"),
        names: include_str!("typescript/names.scm"),
        shared: &[COMMON_UNITS, COMMON_NAMES],
        parser: tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
    },
    #[cfg(feature = "tsx")]
    Grammar {
        settings: include_str!("tsx/grammar.toml"),
        units: include_str!("typescript/units.scm"),
        names: include_str!("typescript/names.scm"),
        shared: &[COMMON_UNITS, COMMON_NAMES, JSX],
        parser: tree_sitter_typescript::LANGUAGE_TSX,
    },
    #[cfg(feature = "go")]
    Grammar {
        settings: include_str!("go/grammar.toml"),
        units: include_str!("go/units.scm"),
        names: include_str!("go/names.scm"),
        shared: &[],
        parser: tree_sitter_go::LANGUAGE,
    },
    #[cfg(feature = "java")]
    Grammar {
        settings: include_str!("java/grammar.toml"),
        units: include_str!("java/units.scm"),
        names: include_str!("java/names.scm"),
        shared: &[],
        parser: tree_sitter_java::LANGUAGE,
    },
    #[cfg(feature = "c")]
    Grammar {
        settings: concat!(include_str!("c/grammar.toml"), include_str!("c/headers.toml")),
        units: include_str!("c/units.scm"),
        names: include_str!("c/names.scm"),
        shared: &[],
        parser: tree_sitter_c::LANGUAGE,
    },
    #[cfg(feature = "cpp")]
    Grammar {
        settings: concat!(
            include_str!("cpp/grammar.toml"),
            include_str!("c/headers.toml"),
            include_str!("cpp/headers.toml")
        ),
        units: include_str!("cpp/units.scm"),
        names: include_str!("cpp/names.scm"),
        shared: &[],
        parser: tree_sitter_cpp::LANGUAGE,
    },
    #[cfg(feature = "lua")]
    Grammar {
        settings: include_str!("lua/grammar.toml"),
        units: include_str!("lua/units.scm"),
        names: include_str!("lua/names.scm"),
        shared: &[],
        parser: tree_sitter_lua::LANGUAGE,
    },
];
