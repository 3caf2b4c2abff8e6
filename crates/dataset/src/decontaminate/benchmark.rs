//! The tasks of a benchmark, from rows of any of the usual shapes.

use serde_json::{Map, Value};

use crate::lookup::lookup;

/// Fields that are a program only together, one after the other.
const JOINED: [&[&str]; 3] = [
    &["prompt", "canonical_solution"],
    &["complete_prompt", "canonical_solution"],
    &["declaration", "canonical_solution"],
];
/// Fields that hold a program.
const PROGRAMS: [&str; 4] = ["response", "code", "before", "after"];
/// Fields that hold a part of a task: a statement, or what is left of a program without its head.
const PARTS: [&str; 14] = [
    "prompt",
    "complete_prompt",
    "instruct_prompt",
    "canonical_solution",
    "reference_code",
    "solution",
    "solutions",
    "text",
    "question",
    "question_content",
    "problem",
    "instruction",
    "instruction_lazy",
    "instruction_descriptive",
];
/// What names a task, the first that is present.
const NAMES: [&str; 8] =
    ["task_id", "id", "question_id", "problem_id", "metadata.problem_id", "full_name", "name", "entry_point"];
const LANGUAGES: [&str; 2] = ["language", "lang"];

/// A text of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TaskText {
    /// The fields that it comes from, such as `prompt+canonical_solution`.
    pub(super) field: String,
    /// The text.
    pub(super) text: String,
    /// Whether it is a program, which is told by less of a text than a part is.
    pub(super) is_program: bool,
}

/// Which fields of a row hold a task.
#[derive(Clone, Debug, Default)]
pub struct BenchmarkFields {
    named: Vec<Vec<String>>,
    id: Option<String>,
}

impl BenchmarkFields {
    /// The named fields, of which `a+b` are two that make a program together; without names, the usual ones. The
    /// task is named by `id`, or else by the first of the usual fields.
    pub fn new(named: &[String], id: Option<&str>) -> Self {
        let parts = |name: &String| name.split('+').map(str::to_owned).collect();
        Self { named: named.iter().map(parts).collect(), id: id.map(str::to_owned) }
    }

    pub(super) fn texts(&self, fields: &Map<String, Value>) -> Vec<TaskText> {
        let mut found = Vec::new();
        if !self.named.is_empty() {
            for names in &self.named {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                found.extend(joined(fields, &names, !matches!(names[..], [name] if PARTS.contains(&name))));
            }
            return found;
        }
        found.extend(JOINED.iter().flat_map(|names| joined(fields, names, true)));
        found.extend(PROGRAMS.iter().flat_map(|name| joined(fields, &[name], true)));
        found.extend(PARTS.iter().flat_map(|name| joined(fields, &[name], false)));
        found
    }

    /// The names that [`texts`](Self::texts) looks for, for messages.
    pub(super) fn names(&self) -> String {
        if self.named.is_empty() {
            return JOINED
                .iter()
                .map(|names| names.join("+"))
                .chain(PROGRAMS.map(str::to_owned))
                .collect::<Vec<_>>()
                .join("`, `");
        }
        self.named.iter().map(|names| names.join("+")).collect::<Vec<_>>().join("`, `")
    }

    pub(super) fn task(&self, fields: &Map<String, Value>, number: u64) -> String {
        let name = |field: &str| match lookup(fields, field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let found = match &self.id {
            Some(field) => name(field),
            None => NAMES.iter().find_map(|field| name(field)),
        };
        found.unwrap_or_else(|| format!("row {number}"))
    }
}

/// The language that a row says its task is in.
pub(super) fn language(fields: &Map<String, Value>) -> Option<&str> {
    LANGUAGES.iter().find_map(|name| fields.get(*name)?.as_str())
}

/// The texts of some fields, one after the other. A list of texts, such as several solutions, is several.
fn joined(fields: &Map<String, Value>, names: &[&str], is_program: bool) -> Vec<TaskText> {
    let of_task = |text: String| TaskText { field: names.join("+"), text, is_program };
    let values: Option<Vec<&Value>> = names.iter().map(|name| lookup(fields, name)).collect();
    match values.as_deref() {
        Some([Value::Array(texts)]) => {
            texts.iter().filter_map(Value::as_str).map(|text| of_task(text.to_owned())).collect()
        }
        Some(values) => values
            .iter()
            .map(|value| value.as_str())
            .collect::<Option<String>>()
            .map(of_task)
            .into_iter()
            .collect(),
        None => Vec::new(),
    }
}

/// A benchmark as files and messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benchmark {
    /// The file, as the user named it.
    pub name: String,
    /// How many tasks it has.
    pub tasks: u64,
}

/// A row of a benchmark that is of no use. Decontaminating without it would promise too much.
#[derive(Debug, thiserror::Error)]
pub enum BenchmarkError {
    /// None of the fields is there.
    #[error("{benchmark}, task {task}: no text in `{names}`; name the field with --benchmark-field")]
    NoText {
        /// The file.
        benchmark: String,
        /// The task.
        task: String,
        /// The fields looked for.
        names: String,
    },
    /// The file has no rows.
    #[error("{benchmark}: holds no task")]
    Empty {
        /// The file.
        benchmark: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(named: &[&str], row: &str, expected: &[(&str, &str)], task: &str) {
        let fields: Map<String, Value> = serde_json::from_str(row).unwrap();
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        let chosen = BenchmarkFields::new(&named, None);
        let texts = chosen.texts(&fields);
        let texts: Vec<_> = texts.iter().map(|text| (text.field.as_str(), text.text.as_str())).collect();
        assert_eq!((texts.as_slice(), chosen.task(&fields, 7).as_str()), (expected, task));
    }

    #[test]
    fn the_usual_shapes() {
        check(
            &[],
            r#"{"task_id": "A/0", "prompt": "def f():\n", "canonical_solution": " pass\n", "entry_point": "f"}"#,
            &[
                ("prompt+canonical_solution", "def f():\n pass\n"),
                ("prompt", "def f():\n"),
                ("canonical_solution", " pass\n"),
            ],
            "A/0",
        );
        check(
            &[],
            r#"{"task_id": 11, "text": "Write it.", "code": "x = 1", "test_list": ["assert x"]}"#,
            &[("code", "x = 1"), ("text", "Write it.")],
            "11",
        );
        check(
            &[],
            r#"{"reference_code": "y", "metadata": {"problem_id": 3}, "solutions": ["a", "b"]}"#,
            &[("reference_code", "y"), ("solutions", "a"), ("solutions", "b")],
            "3",
        );
        check(&[], r#"{"x": 1}"#, &[], "row 7");
    }

    #[test]
    fn fields_by_name() {
        let row = r#"{"name": "n", "code": "no", "head": "a", "task": {"tail": "b"}}"#;
        check(&["head+task.tail", "head"], row, &[("head+task.tail", "ab"), ("head", "a")], "n");
        check(&["missing"], row, &[], "n");
    }
}
