//! Which texts of a row a command looks at.

use lintseq_core::{Reason, Rejection};
use lintseq_samples::SampleSchema;
use serde_json::{Map, Value};

/// The texts of a sample.
const OF_SAMPLE: [&str; 5] = ["original", "current", "next", "instruction_lazy", "instruction_descriptive"];
/// Where a program stands, the first that is present.
const OF_PROGRAM: [&str; 4] = ["response", "content", "code", "text"];

/// A choice of fields.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    named: Vec<String>,
}

impl Texts {
    /// The named fields; without names, all texts of a sample, or the program of any other row.
    pub fn new(named: &[String]) -> Self {
        Self { named: named.to_vec() }
    }

    /// The texts of a row; nothing if it has none of the fields.
    pub fn of<'r>(&self, fields: &'r Map<String, Value>) -> Option<Vec<&'r str>> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let found: Vec<&str> = if !self.named.is_empty() {
            self.named.iter().filter_map(|name| text(name)).collect()
        } else if text("schema") == Some(SampleSchema::NAME) {
            OF_SAMPLE.iter().filter_map(|name| text(name)).collect()
        } else {
            OF_PROGRAM.iter().find_map(|name| text(name)).into_iter().collect()
        };
        (!found.is_empty()).then_some(found)
    }

    /// The rejection of a row without any of the texts.
    pub fn missing(&self) -> Rejection {
        let names = if self.named.is_empty() { OF_PROGRAM.join("`, `") } else { self.named.join("`, `") };
        Rejection::new(Reason::MissingField, format!("no text in `{names}`; name the field with --field"))
    }
}
