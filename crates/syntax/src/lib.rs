//! From program text to units, facts and the dependency graph; and the pipeline that makes sequences.
//!
//! A [`Language`](language::Language) is data: settings and declarations from `grammars/`. Its parser fills a
//! flat [`Tree`](tree::Tree); the declarations give nodes their [`Role`](roles::Role)s; the [`frontend`] reads
//! [`Facts`](facts::Facts) off them; the [`engine`], which knows no language and no parser, turns facts into a
//! dependency graph. [`generate`](generate::generate) runs all of it for some programs:
//!
//! ```
//! use lintseq_core::{Document, Source};
//! use lintseq_syntax::generate::{Options, generate};
//! use lintseq_syntax::language::Language;
//! use lintseq_syntax::linter::Syntax;
//! use std::sync::Arc;
//!
//! let python = Arc::new(Language::load(&lintseq_grammars::BUILT_IN[0])?);
//! let document = Document {
//!     id: "example".into(),
//!     index: 0,
//!     path: None,
//!     language: "python".to_owned(),
//!     text: "import os\nprint(os.sep)\n".to_owned(),
//!     instruction: None,
//!     source: String::new(),
//!     metadata: Default::default(),
//! };
//! let linter = Syntax::new(Arc::clone(&python));
//! let made = generate(&python, &linter, &Options::default(), &[document]).remove(0).expect("it parses");
//! let source = Source::new("import os\nprint(os.sep)\n");
//! let states: Vec<_> = made[0].sequence.steps().map(|step| made[0].sequence.state(&source, step)).collect();
//! assert_eq!(states.last().map(String::as_str), Some("import os\nprint(os.sep)\n"));
//! # Ok::<(), lintseq_syntax::language::LanguageError>(())
//! ```

pub mod anatomy;
pub mod depth;
pub mod engine;
pub mod explain;
pub mod extents;
pub mod facts;
mod features;
pub mod frontend;
pub mod generate;
pub mod language;
pub mod likeness;
pub mod linter;
mod pattern;
pub mod roles;
pub mod ruff;
pub mod settings;
pub mod table;
pub mod tree;
pub mod treesitter;
