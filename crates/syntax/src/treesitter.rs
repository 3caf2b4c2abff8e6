//! Trees by tree-sitter, for every language. The only files that drive its parser are this one, and
//! `states` for texts that grow.
//!
//! A grammar hangs comments wherever the parser happens to be, and may let a node begin with what it hides.
//! Spans are therefore trimmed: a node starts with its first visible token or node, and a comment at its end
//! is not counted. The root spans the whole text.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use tree_sitter::{Parser, TreeCursor};

use crate::language::Language;
use crate::tree::{Field, NodeId, Span, Tree, TreeBuilder};

pub(crate) use states::{Fault, States};

mod states;

thread_local! {
    /// A parser is costly to make and cannot be shared.
    static PARSERS: RefCell<FxHashMap<String, Parser>> = RefCell::default();
}

/// Parses a text of the language.
///
/// # Panics
/// If the grammar does not fit the tree-sitter library: excluded by a test over all languages.
pub fn parse(language: &Language, text: &str) -> Tree {
    let parsed = parse_raw(language, text, None);
    let mut builder = TreeBuilder::for_text(text);
    let mut cursor = parsed.walk();
    copy(language, &mut cursor, Field::NONE, &mut builder);
    let mut tree = builder.finish();
    let root = tree.root();
    tree.nodes[root].span = Span { start: 0, end: text.len() as u32 };
    // Grammars let a comment run to the line feed; the carriage return before it is the line's end too.
    for comment in &mut tree.comments {
        comment.end -= u32::from(comment.text(text).ends_with('\r'));
    }
    tree
}

/// The parser's own tree, for which it takes over what stands in an edited tree of the text before.
fn parse_raw(language: &Language, text: &str, before: Option<&tree_sitter::Tree>) -> tree_sitter::Tree {
    PARSERS.with_borrow_mut(|parsers| {
        if !parsers.contains_key(language.name()) {
            let mut parser = Parser::new();
            parser.set_language(language.grammar()).expect("every grammar fits the library");
            parsers.insert(language.name().to_owned(), parser);
        }
        let parser = parsers.get_mut(language.name()).expect("it was just made");
        parser.parse(text, before).expect("a parser with a language and without a limit finishes")
    })
}

/// Copies the node under the cursor and all below it, and gives back its bytes, or nothing for what may
/// stand anywhere. Recursion is as deep as the tree; the depth guard bounds it.
fn copy(
    language: &Language,
    cursor: &mut TreeCursor<'_>,
    inherited: Field,
    builder: &mut TreeBuilder,
) -> Option<Span> {
    let node = cursor.node();
    let mut span = Span { start: node.start_byte() as u32, end: node.end_byte() as u32 };
    if node.is_error() || node.is_missing() {
        builder.error(span);
    }
    let kind = language.canonical(node.kind_id());
    if !node.is_named() {
        if language.is_token(kind) {
            builder.leaf(kind, cursor.field_id().map_or(inherited, |field| Field(field.get())), span);
        }
        return Some(span);
    }
    if language.is_comment(kind) {
        builder.comment(span);
        return None;
    }
    if language.is_ignored(kind) {
        return (!node.is_extra()).then_some(span);
    }
    let field = cursor.field_id().map_or(inherited, |field| Field(field.get()));
    let transparent = language.is_transparent(kind);
    let opened: Option<NodeId> = (!transparent).then(|| builder.open(kind, field, span));
    if cursor.goto_first_child() {
        let end = span.end;
        let mut first = true;
        let mut last = None;
        loop {
            let raw_end = cursor.node().end_byte() as u32;
            if let Some(child) =
                copy(language, cursor, if transparent { field } else { Field::NONE }, builder)
            {
                if std::mem::take(&mut first) {
                    span.start = child.start;
                }
                last = Some(child.end);
                // What a grammar hides behind its last visible child is the node's own.
                span.end = if raw_end == end { child.end } else { end };
            } else if let Some(last) = last {
                span.end = last;
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
        cursor.goto_parent();
    }
    if let Some(opened) = opened {
        builder.set_span(opened, span);
        builder.close();
    }
    Some(span)
}
