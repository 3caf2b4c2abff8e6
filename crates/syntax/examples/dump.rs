//! Prints the tree of a Python file, with roles.
use lintseq_core::Index;
use lintseq_syntax::{language::Language, treesitter};

#[expect(clippy::print_stdout)]
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("readable");
    let language = Language::load(&lintseq_grammars::BUILT_IN[0]).unwrap_or_else(|e| panic!("{e}"));
    let tree = treesitter::parse(&language, &text);
    let roles = language.table().assign(&tree, &text);
    for (id, node) in tree.nodes.iter_enumerated() {
        let depth = tree.ancestors(id).count();
        let kind = language.grammar().node_kind_for_id(node.kind.0).unwrap_or("?");
        let field = language.grammar().field_name_for_id(node.field.0).map_or(String::new(), |f| format!("{f}: "));
        let leaf = if node.next.index() == id.index() + 1 { node.span.text(&text) } else { "" };
        println!("{:w$}{field}{kind} {}..{} {leaf:?} {:?}", "", node.span.start, node.span.end, roles[id], w = depth * 2);
    }
}
