//! Crafted responses, each with what must become of it: `tests/responses/*.txt`.
//!
//! A file begins with a line that says what is odd about the response, and with fields: which `round` of the dialogue it
//! is, the server's `finish` reason, and what to `expect`: `ok` with the texts below, or the name of a reason.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use lintseq_core::Rejection;
use lintseq_synth::Reply;
use lintseq_synth::checks;
use lintseq_synth::response::{Instructions, Reading, Task};
use proptest::prelude::*;
use support::BuiltIn;

static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(BuiltIn::load);

#[test]
fn every_response_becomes_what_it_must() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/responses");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 40, "only {} cases", paths.len());
    let mut wrong = String::new();
    for path in paths {
        let case = Case::read(&std::fs::read_to_string(&path).unwrap());
        let found = case.run();
        if found != case.expected() {
            let name = path.file_stem().unwrap().display();
            writeln!(wrong, "{name}:\n  expected {:?}\n  found    {found:?}", case.expected()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What came of a case: its texts, or the name of the reason.
type Outcome = Result<BTreeMap<&'static str, String>, String>;

struct Case {
    fields: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
}

const TEXTS: [&str; 4] = ["program", "descriptive", "lazy", "after"];

impl Case {
    fn read(text: &str) -> Self {
        let mut sections = text.split("%%% ").skip(1);
        let head = sections.next().unwrap();
        let field =
            |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields = head.lines().skip(1).filter_map(field).collect();
        let section =
            |text: &str| text.split_once('\n').map(|(name, text)| (name.to_owned(), text.to_owned()));
        Self { fields, texts: sections.filter_map(section).collect() }
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    fn expected(&self) -> Outcome {
        match self.field("expect").unwrap() {
            "ok" => Ok(TEXTS.iter().filter_map(|name| Some((*name, self.expected_text(name)?))).collect()),
            reason => Err(reason.to_owned()),
        }
    }

    fn expected_text(&self, name: &str) -> Option<String> {
        let text = self.texts.get(name)?;
        let is_code = matches!(name, "program" | "after");
        Some(if is_code { text.clone() } else { text.trim_end().to_owned() })
    }

    fn reply(&self, section: &str) -> Reply {
        let mut text = self.texts[section].clone();
        if self.field("line-ends") == Some("crlf") {
            text = text.replace('\n', "\r\n");
        }
        let finish_reason = Some(self.field("finish").unwrap_or("stop").to_owned());
        Reply { text, finish_reason, ..Reply::default() }
    }

    fn run(&self) -> Outcome {
        self.read_reply().map_err(|rejection| rejection.reason.to_string())
    }

    fn read_reply(&self) -> Result<BTreeMap<&'static str, String>, Rejection> {
        let reading = Reading::new(self.field("language").unwrap_or("python"), &*BUILT_IN);
        let said = |Instructions { descriptive, lazy }| [("descriptive", descriptive), ("lazy", lazy)];
        let first = self.reply("response");
        Ok(match self.field("round").unwrap() {
            "one" => {
                let Task { program, instructions } = reading.task(&first)?;
                said(instructions).into_iter().chain([("program", program)]).collect()
            }
            "two" => [("after", reading.revision(&first)?)].into(),
            "instructions" => said(reading.instructions(&first)?).into(),
            "both" => {
                let Task { program, instructions } = reading.task(&first)?;
                let after = reading.revision(&self.reply("second"))?;
                checks::changes(&program, &after)?;
                checks::leaks(&instructions, &program, &after)?;
                said(instructions).into_iter().chain([("program", program), ("after", after)]).collect()
            }
            other => panic!("{other} is no round"),
        })
    }
}

fn reply(text: &str) -> Reply {
    Reply { text: text.to_owned(), finish_reason: Some("stop".to_owned()), ..Reply::default() }
}

/// Pieces of which responses are made, the odd ones too.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("[Program Before Edit]"),
        Just("### [Descriptive]"),
        Just("**[Lazy]** do it"),
        Just("[Program After Edit] ```python"),
        Just("```python"),
        Just("```"),
        Just("~~~"),
        Just("````"),
        Just("    ```py"),
        Just("x = 1"),
        Just("y = '''"),
        Just("\"\"\""),
        Just("<think>"),
        Just("</think>"),
        Just("<UNREASONABLE>"),
        Just("---"),
        Just(""),
        Just("[é]"),
        Just("# ... rest of the code ..."),
        Just("**Lazy**"),
    ]
    .prop_map(str::to_owned)
}

/// A line of a program: of Python, so that any run of them parses, with everything that looks like a marker in strings.
fn line() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("x = 1"),
        Just("if x:\n    y = 'é'"),
        Just("'''\n```\n[Lazy]\n```\n'''"),
        Just("'''\n```python\n[Program After Edit]\n'''"),
        Just("# [Descriptive]"),
        Just("z = \"\"\"\n<UNREASONABLE>\n~~~\n---\n\"\"\""),
        Just("w = '</think>'"),
        Just(""),
    ]
}

proptest! {
    #[test]
    fn nothing_panics(pieces in prop::collection::vec(piece(), 0..24), noise in ".{0,40}") {
        let text = pieces.join("\n");
        for text in [&text, &noise, &format!("{noise}\n{text}"), &text.replace('\n', "\r\n")] {
            let reading = Reading::new("python", &*BUILT_IN);
            let reply = reply(text);
            if let Ok(task) = reading.task(&reply) {
                prop_assert!(!task.program.trim().is_empty());
                prop_assert!(!task.instructions.lazy.is_empty() && !task.instructions.descriptive.is_empty());
            }
            let _ = (reading.revision(&reply), reading.instructions(&reply));
        }
    }

    #[test]
    fn what_is_well_formed_comes_back(
        lines in prop::collection::vec(line(), 1..12),
        descriptive in "[A-Za-z][ -~]{0,60}(\n[A-Za-z ,.`]{0,40}){0,3}[A-Za-z]",
        lazy in "[A-Za-z][ -Z^-~]{0,60}[a-z]",
        crlf in any::<bool>(),
    ) {
        prop_assume!(!lazy.starts_with("Let me") && !descriptive.contains("\n```"));
        let program = format!("a = 0\n{}\nb = 2\n", lines.join("\n"));
        let text = format!(
            "[Program Before Edit]\n```python\n{program}```\n\n[Descriptive]\n{descriptive}\n\n[Lazy]\n{lazy}\n"
        );
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let reading = Reading::new("python", &*BUILT_IN);
        let task = reading.task(&reply(&text)).unwrap();
        prop_assert_eq!(&task.program, &program);
        prop_assert_eq!(task.instructions, Instructions { descriptive, lazy });
        let second = format!("[Program After Edit]\n```python\n{program}```\n");
        prop_assert_eq!(reading.revision(&reply(&second)), Ok(program));
    }
}
