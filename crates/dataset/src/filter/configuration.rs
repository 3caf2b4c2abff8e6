//! Filters from a configuration: `[[filter]]` tables, each with the name of a filter and its options.

use toml::{Table, Value};

use super::{Pipeline, REGISTRY};

/// A configuration that names filters wrongly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Not TOML.
    #[error("not TOML: {0}")]
    Syntax(String),
    /// Something else than tables under `filter`.
    #[error("key `{0}`: a file of filters holds [[filter]] tables and nothing else")]
    Key(String),
    /// A table without the name of a filter.
    #[error("filter {0}: `name` is missing; known are: {known}", known = known())]
    Unnamed(usize),
    /// A name that no filter has.
    #[error("filter {number}: no filter is named `{name}`; known are: {known}", known = known())]
    Unknown {
        /// The filter's position, from one.
        number: usize,
        /// The name.
        name: String,
    },
    /// Options that the filter does not take.
    #[error("filter {number}, `{name}`: {message}")]
    Options {
        /// The filter's position, from one.
        number: usize,
        /// The filter.
        name: &'static str,
        /// What is wrong.
        message: String,
    },
}

fn known() -> String {
    REGISTRY.iter().map(|entry| entry.name).collect::<Vec<_>>().join(", ")
}

/// The `[[filter]]` tables of a file, in order. What they hold is looked at by [`Pipeline::new`].
///
/// # Errors
/// If the text is not TOML, or holds anything else.
pub fn read_filters(text: &str) -> Result<Vec<Table>, FilterError> {
    let file: Table =
        text.parse().map_err(|error: toml::de::Error| FilterError::Syntax(error.to_string()))?;
    let mut filters = Vec::new();
    for (key, value) in file {
        match value {
            Value::Array(tables) if key == "filter" => {
                for table in tables {
                    let Value::Table(table) = table else { return Err(FilterError::Key(key)) };
                    filters.push(table);
                }
            }
            _ => return Err(FilterError::Key(key)),
        }
    }
    Ok(filters)
}

impl Pipeline {
    /// Prepares the filters of some tables, in their order.
    ///
    /// # Errors
    /// If a name is unknown, or a filter does not take an option.
    pub fn new(tables: &[Table]) -> Result<Self, FilterError> {
        let prepare = |(number, table): (usize, &Table)| {
            let mut options = table.clone();
            let Some(Value::String(name)) = options.remove("name") else {
                return Err(FilterError::Unnamed(number));
            };
            let entry = REGISTRY.iter().find(|entry| entry.name == name);
            let entry = entry.ok_or(FilterError::Unknown { number, name })?;
            let failed = |message| FilterError::Options { number, name: entry.name, message };
            Ok((entry.name, (entry.prepare)(options).map_err(failed)?))
        };
        let filters = (1..).zip(tables).map(prepare).collect::<Result<_, _>>()?;
        Ok(Self { filters, before: 0 })
    }
}

/// The options in a table.
pub(super) fn options<T: serde::de::DeserializeOwned>(table: Table) -> Result<T, String> {
    table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&[&str], &str>) {
        let read = read_filters(text).and_then(|tables| Pipeline::new(&tables));
        let names =
            read.map(|pipeline| pipeline.names().collect::<Vec<_>>()).map_err(|error| error.to_string());
        match (names, expected) {
            (Ok(names), Ok(expected)) => assert_eq!(names, expected),
            (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
            (found, _) => panic!("{found:?}"),
        }
    }

    #[test]
    fn filters_run_in_the_order_of_their_tables() {
        check(
            "[[filter]]\nname = \"parses\"\n[[filter]]\nname = \"lengths\"\nmax-lines = 9\n[[filter]]\nname = \"parses\"",
            Ok(&["parses", "lengths", "parses"]),
        );
        check("", Ok(&[]));
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        check(
            "[[filter]]\nname = \"lenghts\"",
            Err("filter 1: no filter is named `lenghts`; known are: lengths"),
        );
        check("[[filter]]\nmax-lines = 9", Err("filter 1: `name` is missing"));
        check("[[filter]]\nname = \"lengths\"\nmax_lines = 9", Err("unknown field `max_lines`"));
        check("[[filter]]\nname = \"parses\"\nmax-lines = 9", Err("unknown field `max-lines`"));
        check("filter = 1", Err("key `filter`"));
        check("[filters]", Err("key `filters`"));
        check("[[filter", Err("not TOML"));
    }
}
