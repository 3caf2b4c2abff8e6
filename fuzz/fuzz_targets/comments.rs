//! Any text as a task of a benchmark and as the text of a row, in languages whose comments differ: comments leave blanks of
//! their length, lines stay, and the lines of what is found are lines of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lintseq_dataset::{BenchmarkFields, Comments, ContaminationOptions, LanguageTable, TaskIndex};
use serde_json::json;

const LANGUAGES: [Comments<'static>; 4] = [
    Comments { line: "#", block: ("", ""), quotes: "'\"", docstrings: true },
    Comments { line: "//", block: ("/*", "*/"), quotes: "\"`", docstrings: false },
    Comments { line: "--", block: ("--[[", "]]"), quotes: "\"'", docstrings: false },
    Comments { line: "", block: ("", ""), quotes: "", docstrings: false },
];

struct One(Comments<'static>);

impl LanguageTable for One {
    fn comments(&self, _: &str) -> Comments<'_> {
        self.0
    }
}

fuzz_target!(|input: (u8, String, String)| {
    let (language, task, text) = input;
    let comments = LANGUAGES[usize::from(language) % LANGUAGES.len()];
    for text in [&task, &text] {
        let blank = comments.blank(text);
        assert_eq!(blank.len(), text.len());
        let differs = |(one, other): (u8, u8)| one != other && other != b' ';
        assert!(!text.bytes().zip(blank.bytes()).any(differs));
        assert_eq!(text.matches('\n').count(), blank.matches('\n').count());
    }
    let fields = json!({"id": 1, "response": task});
    let rows = [fields.as_object().expect("an object").clone()];
    let mut index = TaskIndex::new(ContaminationOptions::default());
    if index.add("fuzz", &rows, &BenchmarkFields::default(), &One(comments), "python").is_err() {
        return;
    }
    if index.build().is_err() {
        return;
    }
    let whole = format!("{text}\n{task}\n{text}");
    let lines = whole.split('\n').count();
    for hit in index.judge(&whole, &comments) {
        assert!(1 <= hit.lines.0 && hit.lines.0 <= hit.lines.1 && hit.lines.1 <= lines, "{hit:?} of {lines}");
    }
});
