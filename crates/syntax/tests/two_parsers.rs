//! The two parsers of Python fill the same tree: node by node, on real programs and on programs written to
//! hold every kind of node.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lintseq_core::Index;
use lintseq_syntax::language::Language;
use lintseq_syntax::ruff::{self, PythonNames};
use lintseq_syntax::tree::Tree;
use lintseq_syntax::treesitter;
use proptest::prelude::*;

/// Kinds that trees never hold: comments, what the settings drop, Python 2, and the grammar's own groups.
const ABSENT: &[&str] = &[
    "_compound_statement",
    "_simple_statement",
    "chevron",
    "comment",
    "escape_interpolation",
    "escape_sequence",
    "exec_statement",
    "expression",
    "line_continuation",
    "parameter",
    "parenthesized_expression",
    "parenthesized_list_splat",
    "pattern",
    "primary_expression",
    "print_statement",
    "string_content",
    "string_end",
    "string_start",
    "type_conversion",
];

struct Python {
    language: Language,
    names: PythonNames,
}

impl Python {
    fn load() -> Self {
        let language = Language::load(&lintseq_grammars::BUILT_IN[0]).expect("Python's files fit together");
        let names = PythonNames::resolve(language.names()).expect("the grammar has every name");
        Self { language, names }
    }

    fn by_ruff(&self, text: &str) -> Tree {
        ruff::parse(&self.names, text).unwrap_or_else(|error| panic!("{error} in:\n{text}"))
    }

    /// A tree as text: a line for each node, indented, with field, kind, bytes and the text of leaves.
    fn print(&self, tree: &Tree, text: &str) -> Vec<String> {
        let grammar = self.language.grammar();
        let mut lines: Vec<String> = tree
            .nodes
            .iter_enumerated()
            .map(|(id, node)| {
                let depth = tree.ancestors(id).count();
                let kind = grammar.node_kind_for_id(node.kind.0).unwrap_or("?");
                let field = grammar.field_name_for_id(node.field.0).unwrap_or("-");
                let leaf = if node.next.index() == id.index() + 1 { node.span.text(text) } else { "" };
                format!("{:>w$} {field} {kind} {:?} {leaf:?}", "", node.span, w = depth * 2)
            })
            .collect();
        lines.extend(tree.comments.iter().map(|comment| format!("{comment:?} {:?}", comment.text(text))));
        lines
    }

    fn check(&self, name: &str, text: &str) {
        let expected = treesitter::parse(&self.language, text);
        assert_eq!(expected.errors, [], "tree-sitter reads {name}");
        let (expected, found) = (self.print(&expected, text), self.print(&self.by_ruff(text), text));
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(found, expected, "in {name}");
        }
        assert_eq!(found.len(), expected.len(), "in {name}");
    }

    /// The tree in brief: kinds and the text of leaves.
    fn brief(&self, text: &str) -> String {
        let tree = self.by_ruff(text);
        let mut out = String::new();
        for (id, node) in tree.nodes.iter_enumerated() {
            out.push_str(self.language.grammar().node_kind_for_id(node.kind.0).unwrap_or("?"));
            if node.next.index() == id.index() + 1 {
                out.push('=');
                out.push_str(node.span.text(text));
            }
            out.push(' ');
        }
        out.trim_end().to_owned()
    }
}

/// The programs of a folder, by name.
fn programs(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/two_parsers").join(folder);
    let mut programs: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a readable program")))
        .collect();
    programs.sort();
    assert!(!programs.is_empty());
    programs
}

#[test]
fn real_programs_have_the_same_tree() {
    let python = Python::load();
    for (name, text) in programs("real") {
        python.check(&name, &text);
    }
}

#[test]
fn every_shape_has_the_same_tree() {
    let python = Python::load();
    for (name, text) in programs("shapes") {
        python.check(&name, &text);
    }
}

#[test]
fn line_ends_and_marks_do_not_matter() {
    let python = Python::load();
    for (name, text) in programs("shapes").into_iter().chain(programs("real")) {
        python.check(&format!("{name} with CRLF"), &text.replace('\n', "\r\n"));
        python.check(&format!("{name} with a mark"), &format!("\u{feff}{text}"));
        python.check(&format!("{name} with form feeds"), &format!("\x0c\n{text}\n\x0c\n"));
        python.check(&format!("{name} without a last line end"), text.trim_end());
    }
}

#[test]
fn the_shapes_hold_every_kind() {
    let python = Python::load();
    let grammar = python.language.grammar();
    let mut missing: BTreeSet<&str> = (0..grammar.node_kind_count() as u16)
        .filter(|&kind| grammar.node_kind_is_named(kind) && grammar.node_kind_is_visible(kind))
        .filter_map(|kind| grammar.node_kind_for_id(kind))
        .filter(|kind| !ABSENT.contains(kind))
        .collect();
    for (_, text) in programs("shapes") {
        for node in &python.by_ruff(&text).nodes {
            missing.remove(grammar.node_kind_for_id(node.kind.0).unwrap_or_default());
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn newer_python_than_tree_sitter_knows() {
    let python = Python::load();
    let cases = [
        (
            "class A[T: int = str]: pass",
            "module class_definition identifier=A type_parameter type constrained_type type identifier=T \
             type identifier=int type identifier=str block pass_statement=pass",
        ),
        (
            "type A[*T = B] = C",
            "module type_alias_statement type generic_type identifier=A type_parameter type constrained_type \
             type splat_type identifier=T type identifier=B type identifier=C",
        ),
        (
            "with (a as b,): pass",
            "module with_statement with_clause with_item as_pattern identifier=a as_pattern_target \
             identifier=b block pass_statement=pass",
        ),
        ("print >> a", "module expression_statement binary_operator identifier=print identifier=a"),
        (
            "type(a).b = c",
            "module expression_statement assignment attribute call identifier=type argument_list \
             identifier=a identifier=b identifier=c",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(python.brief(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_python_is_rejected() {
    let python = Python::load();
    let error = ruff::parse(&python.names, "a = 1\nb = (\n").expect_err("a parenthesis is open");
    assert_eq!(error.line, 3, "{error}");
    assert!(ruff::parse(&python.names, "print 'a'\n").is_err());
    // The linter has a say in these; they parse.
    assert!(ruff::parse(&python.names, "return 1\n").is_ok());
    assert!(ruff::parse(&python.names, "").is_ok());
}

proptest! {
    /// Fragments in any order: whatever parses has a tree whose children lie inside their parents, in order.
    #[test]
    fn trees_are_nested(parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..30)) {
        let python = Python::load();
        let text = parts.concat();
        if let Ok(tree) = ruff::parse(&python.names, &text) {
            for id in tree.nodes.indices() {
                let mut at = tree.nodes[id].span.start;
                for child in tree.children(id) {
                    let span = tree.nodes[child].span;
                    prop_assert!(at <= span.start && span.start <= span.end, "{text}");
                    prop_assert!(tree.nodes[id].span.encloses(span), "{text}");
                    at = span.end;
                }
            }
        }
    }
}

const FRAGMENTS: &[&str] = &[
    "a", "b", " ", "\n", "(", ")", "[", "]", "{", "}", ",", ":", "=", "*", "**", ".", ";", "#(\n", "\\\n",
    "| ", " in ", " if ", " else ", " for ", "def f", "lambda ", "with ", " as ", "match ", "case ", "del ",
    "not ", "f'{a}'", "é", "\r\n", "    ", "    ", "pass", "1", "-", "'x' ", " and ", "(a)", "[a]", ": ",
    "():", " = ",
];
