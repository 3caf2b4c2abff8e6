//! Runs the self-checking programs of every language: `grammars/<language>/cases/*`.
//!
//! A case is a small program whose comments say which lines fall with which; `grammars/README.md` has the
//! format. A test over data keeps a new rule, or a new language, free of Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lintseq_core::{DependencyGraph, LineId, Source, Standing, UnitId};
use lintseq_syntax::language::Language;
use lintseq_syntax::tree::Tree;
use lintseq_syntax::{engine, frontend, treesitter};

/// Deeper than any case.
const MAX_DEPTH: u32 = 200;

#[test]
fn every_case_of_every_language_holds() {
    let mut failures = String::new();
    for grammar in lintseq_grammars::BUILT_IN {
        let language = Language::load(grammar).expect("the language's files fit together");
        let cases = cases_of(&language);
        assert!(
            !cases.is_empty(),
            "{} has no cases: add grammars/{}/cases/",
            language.name(),
            language.name()
        );
        for case in &cases {
            if let Err(failure) = case.check(&language) {
                let _ =
                    writeln!(failures, "{}:{}: {}\n{failure}", case.path.display(), case.line, case.title);
            }
        }
    }
    assert!(failures.is_empty(), "\n\n{failures}");
}

/// A program with expectations.
struct Case {
    path: PathBuf,
    /// The line of its title in the file, from one.
    line: usize,
    title: String,
    text: String,
    /// The lines of each label, from zero.
    labels: BTreeMap<String, Vec<usize>>,
    expectations: Vec<Expectation>,
}

/// Deleting the units of some labels makes the units of exactly these others fall.
struct Expectation {
    line: usize,
    deleted: Vec<String>,
    fallen: BTreeSet<String>,
}

fn cases_of(language: &Language) -> Vec<Case> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grammars").join(language.name()).join("cases");
    let entries =
        fs::read_dir(&folder).map(|entries| entries.map(|entry| entry.expect("a readable folder").path()));
    let mut paths: Vec<PathBuf> = entries.map(Iterator::collect).unwrap_or_default();
    paths.sort();
    let token = &language.settings().line_comment;
    paths.iter().flat_map(|path| read(path, token)).collect()
}

fn read(path: &Path, token: &str) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("a readable case");
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(title) = line.strip_prefix(&format!("{token}! ")) {
            cases.push(Case {
                path: path.to_owned(),
                line: number + 1,
                title: title.to_owned(),
                text: String::new(),
                labels: BTreeMap::new(),
                expectations: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(expectation) = line.strip_prefix(&format!("{token}? ")) {
            let (deleted, fallen) = expectation.split_once("->").unwrap_or_else(|| {
                panic!("{}:{}: an expectation reads `label -> label label`", path.display(), number + 1)
            });
            case.expectations.push(Expectation {
                line: number + 1,
                deleted: deleted.split_whitespace().map(str::to_owned).collect(),
                fallen: fallen.split_whitespace().map(str::to_owned).collect(),
            });
            continue;
        }
        let (code, label) = match line.split_once(&format!("{token}= ")) {
            Some((code, label)) => (code.trim_end(), Some(label.trim())),
            None => (line, None),
        };
        if let Some(label) = label {
            case.labels.entry(label.to_owned()).or_default().push(case.text.lines().count());
        }
        case.text.push_str(code);
        case.text.push('\n');
    }
    cases
}

impl Case {
    /// Checks the case on the trees of every parser that the language has.
    fn check(&self, language: &Language) -> Result<(), String> {
        let tree = language.parse(&self.text, MAX_DEPTH).map_err(|error| format!("  {error}\n"))?;
        self.check_tree(language, &tree)?;
        self.check_tree(language, &treesitter::parse(language, &self.text))
            .map_err(|failure| format!("{failure}  (with tree-sitter's tree)\n"))
    }

    fn check_tree(&self, language: &Language, tree: &Tree) -> Result<(), String> {
        let source = Source::new(&self.text);
        let (facts, names) = frontend::facts(language, tree, &source);
        let graph = engine::graph(language.settings(), facts, &names);
        let units = self.units(&graph)?;
        let mut failure = String::new();
        if self.expectations.is_empty() {
            failure.push_str("  the case expects nothing\n");
        }
        for expectation in &self.expectations {
            let fallen = fall(&graph, &units, expectation)?;
            if fallen != expectation.fallen {
                let _ = writeln!(
                    failure,
                    "  line {}: {} -> expected {}, fell {}",
                    expectation.line,
                    expectation.deleted.join(" "),
                    words(&expectation.fallen),
                    words(&fallen),
                );
            }
        }
        if failure.is_empty() { Ok(()) } else { Err(failure) }
    }

    /// The unit of each label.
    fn units(&self, graph: &DependencyGraph) -> Result<BTreeMap<&str, UnitId>, String> {
        let mut units = BTreeMap::new();
        for (label, lines) in &self.labels {
            let mut owners: Vec<UnitId> = lines.iter().filter_map(|&line| owner(graph, line)).collect();
            owners.dedup();
            let [unit] = owners[..] else {
                return Err(format!("  the lines of `{label}` belong to {} units\n", owners.len()));
            };
            units.insert(label.as_str(), unit);
        }
        Ok(units)
    }
}

fn owner(graph: &DependencyGraph, line: usize) -> Option<UnitId> {
    let line = <LineId as lintseq_core::Index>::new(line);
    graph.units().iter_enumerated().find(|(_, unit)| unit.lines.contains(&line)).map(|(id, _)| id)
}

fn words(labels: &BTreeSet<String>) -> String {
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    if labels.is_empty() { "nothing".to_owned() } else { labels.join(" ") }
}

/// The labels whose units fall, other than the deleted ones.
fn fall(
    graph: &DependencyGraph,
    units: &BTreeMap<&str, UnitId>,
    expectation: &Expectation,
) -> Result<BTreeSet<String>, String> {
    let mut standing = Standing::complete(graph);
    for label in &expectation.deleted {
        let unit = units.get(label.as_str()).ok_or_else(|| format!("  no line has the label `{label}`\n"))?;
        if standing.stands(*unit) {
            standing.delete(*unit, &mut Vec::new());
        }
    }
    let others = units.iter().filter(|(label, unit)| {
        !standing.stands(**unit) && !expectation.deleted.iter().any(|deleted| deleted == *label)
    });
    Ok(others.map(|(label, _)| (*label).to_owned()).collect())
}
