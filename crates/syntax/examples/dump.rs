//! Prints the trees of files, with roles: `dump LANGUAGE [--ruff | --diff] FILE…`.
//!
//! `--ruff` and `--diff` are for Python: `--diff` compares the two parsers' trees instead: it prints the first difference of each file, and at the
//! end how many files have none.
use lintseq_core::Index;
use lintseq_syntax::language::Language;
use lintseq_syntax::ruff::{self, PythonNames};
use lintseq_syntax::tree::{NodeId, Tree};
use lintseq_syntax::treesitter;

#[expect(clippy::print_stdout)]
fn main() {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let has = |option: &str| options.iter().any(|given| given == option);
    let mut files = files.into_iter();
    let name = files.next().expect("usage: dump LANGUAGE [--ruff | --diff] FILE…");
    let load = |grammar| Language::load(grammar).unwrap_or_else(|error| panic!("{error}"));
    let mut languages = lintseq_grammars::BUILT_IN.iter().map(load);
    let language = languages.find(|language| language.name() == name).expect("a language that is built in");
    let python = PythonNames::resolve(language.names());
    let names = || python.as_ref().unwrap_or_else(|message| panic!("{message}"));
    let (mut same, mut other, mut rejected, mut errors) = (0, 0, 0, 0);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        if has("--diff") {
            let theirs = treesitter::parse(&language, &text);
            if !theirs.errors.is_empty() {
                errors += 1;
                continue;
            }
            match ruff::parse(names(), &text) {
                Err(_) => rejected += 1,
                Ok(ours) => match difference(&language, &theirs, &ours, &text) {
                    None => same += 1,
                    Some(difference) => {
                        other += 1;
                        println!("{file}:{difference}");
                    }
                },
            }
            continue;
        }
        let tree = if has("--ruff") {
            ruff::parse(names(), &text).unwrap_or_else(|e| panic!("{file}: {e}"))
        } else {
            treesitter::parse(&language, &text)
        };
        for error in &tree.errors {
            println!("error {}..{} {:?}", error.start, error.end, error.text(&text));
        }
        let roles = language.table().assign(&tree, &text);
        for (id, _) in tree.nodes.iter_enumerated() {
            println!("{} {:?}", describe(&language, &tree, id, &text), roles[id]);
        }
    }
    if has("--diff") {
        println!(
            "{same} the same, {other} different, {rejected} rejected by ruff, {errors} with errors by tree-sitter"
        );
    }
}

fn describe(language: &Language, tree: &Tree, id: NodeId, text: &str) -> String {
    let node = tree.nodes[id];
    let depth = tree.ancestors(id).count();
    let kind = language.grammar().node_kind_for_id(node.kind.0).unwrap_or("?");
    let field =
        language.grammar().field_name_for_id(node.field.0).map_or(String::new(), |f| format!("{f}: "));
    let leaf = if node.next.index() == id.index() + 1 {
        format!(" {:?}", node.span.text(text))
    } else {
        String::new()
    };
    format!("{:w$}{field}{kind} {}..{}{leaf}", "", node.span.start, node.span.end, w = depth * 2)
}

/// The first node in which two trees differ, or the comments.
fn difference(language: &Language, theirs: &Tree, ours: &Tree, text: &str) -> Option<String> {
    let count = theirs.nodes.len().max(ours.nodes.len());
    // The end of a subtree follows from what is in it.
    let facts =
        |tree: &Tree, id| tree.nodes.get(id).map(|node| (node.kind, node.field, node.parent, node.span));
    let at = (0..count).map(NodeId::new).find(|&id| facts(theirs, id) != facts(ours, id));
    let Some(at) = at else {
        return (theirs.comments != ours.comments).then(|| "0: comments differ".to_owned());
    };
    let show = |tree: &Tree| match tree.nodes.get(at) {
        Some(_) => describe(language, tree, at, text).trim().to_owned(),
        None => "nothing".to_owned(),
    };
    let start = ours.nodes.get(at).or(theirs.nodes.get(at)).map_or(0, |node| node.span.start) as usize;
    let line = text[..start].matches('\n').count() + 1;
    let source = text.lines().nth(line - 1).unwrap_or_default();
    Some(format!("{line}: {source}\n    tree-sitter {}\n    ruff        {}", show(theirs), show(ours)))
}
