//! Times the parsers on the programs of JSON Lines files: `parse_speed FILE.jsonl…`, one line for each file.
use std::hint::black_box;
use std::time::Instant;

use lintseq_syntax::language::Language;
use lintseq_syntax::ruff::{self, PythonNames};
use lintseq_syntax::treesitter;

const ROUNDS: usize = 20;

#[expect(clippy::print_stdout)]
fn main() {
    let language = Language::load(&lintseq_grammars::BUILT_IN[0]).unwrap_or_else(|e| panic!("{e}"));
    let names = PythonNames::resolve(language.names()).unwrap_or_else(|e| panic!("{e}"));
    for path in std::env::args().skip(1) {
        let lines = std::fs::read_to_string(&path).expect("a readable file");
        let programs: Vec<String> = lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a JSON object on each line"))
            .map(|row| row["response"].as_str().expect("a program in `response`").to_owned())
            .collect();
        let time = |parse: &dyn Fn(&str)| {
            let best = (0..ROUNDS).map(|_| {
                let start = Instant::now();
                for program in &programs {
                    parse(program);
                }
                start.elapsed()
            });
            best.min().unwrap_or_default().as_secs_f64() * 1e6 / programs.len() as f64
        };
        let bare = time(&|text| drop(black_box(ruff_python_parser::parse_module(text))));
        let ours = time(&|text| drop(black_box(ruff::parse(&names, text))));
        let theirs = time(&|text| drop(black_box(treesitter::parse(&language, text))));
        println!(
            "{path}: µs a program: ruff alone {bare:.1}, ruff to tree {ours:.1}, tree-sitter {theirs:.1}"
        );
    }
}
