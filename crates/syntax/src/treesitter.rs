//! Trees by tree-sitter, for every language. The only file that drives its parser.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tree_sitter::{Parser, TreeCursor};

use crate::language::Language;
use crate::tree::{Field, Span, Tree, TreeBuilder};

thread_local! {
    /// A parser is costly to make and cannot be shared.
    static PARSERS: RefCell<FxHashMap<String, Parser>> = RefCell::default();
}

/// Parses a text of the language.
///
/// # Panics
/// If the grammar does not fit the tree-sitter library: excluded by a test over all languages.
pub fn parse(language: &Language, text: &str) -> Tree {
    PARSERS.with_borrow_mut(|parsers| {
        let parser = parsers.entry(language.name().to_owned()).or_insert_with(|| {
            let mut parser = Parser::new();
            parser.set_language(language.grammar()).expect("every grammar fits the library");
            parser
        });
        let parsed = parser.parse(text, None).expect("a parser with a language and without a limit finishes");
        let mut builder = TreeBuilder::default();
        let mut cursor = parsed.walk();
        copy(language, &mut cursor, Field::NONE, &mut builder);
        builder.finish()
    })
}

/// Copies the node under the cursor and all below it. Recursion is as deep as the tree; the depth guard
/// bounds it.
fn copy(language: &Language, cursor: &mut TreeCursor<'_>, inherited: Field, builder: &mut TreeBuilder) {
    let node = cursor.node();
    let span = Span { start: node.start_byte() as u32, end: node.end_byte() as u32 };
    if node.is_error() || node.is_missing() {
        builder.error(span);
    }
    if !node.is_named() {
        return;
    }
    let kind = language.canonical(node.kind_id());
    if language.is_comment(kind) {
        builder.comment(span);
        return;
    }
    if language.is_ignored(kind) {
        return;
    }
    let field = cursor.field_id().map_or(inherited, |field| Field(field.get()));
    let transparent = language.is_transparent(kind);
    if !transparent {
        builder.open(kind, field, span);
    }
    if cursor.goto_first_child() {
        loop {
            copy(language, cursor, if transparent { field } else { Field::NONE }, builder);
            if !cursor.goto_next_sibling() {
                break;
            }
        }
        cursor.goto_parent();
    }
    if !transparent {
        builder.close();
    }
}
