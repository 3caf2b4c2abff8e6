//! From program text to units, facts and the dependency graph.

pub mod anatomy;
pub mod depth;
pub mod engine;
pub mod explain;
pub mod facts;
pub mod frontend;
pub mod generate;
pub mod language;
pub mod linter;
pub mod pattern;
pub mod roles;
pub mod ruff;
pub mod settings;
pub mod table;
pub mod tree;
pub mod treesitter;
