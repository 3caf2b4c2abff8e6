//! Which flags of a group say something: those with another value than their default.
//!
//! A flag that a format has no use for is a mistake to tell of, not to pass over. What clap knows of conflicts does not
//! do: a configuration that was printed names all flags, with their defaults too.

use clap::{Args, Command};
use serde::Serialize;
use serde_json::Value;

/// The flags of a group whose values are not the defaults, with their dashes.
pub(crate) fn given<A: Args + Serialize>(group: &A) -> Vec<String> {
    let matches = A::augment_args(Command::new("lintseq")).get_matches_from(["lintseq"]);
    let default = A::from_arg_matches(&matches).expect("every flag of the group has a default");
    let (Some(given), Some(default)) = (table(group), table(&default)) else { return Vec::new() };
    let is_given = |(name, value): &(String, Value)| default.get(name) != Some(value);
    given.into_iter().filter(is_given).map(|(name, _)| format!("--{name}")).collect()
}

/// Makes sure that none of the flags is given that something has no use for.
///
/// # Errors
/// With all those that are.
pub(crate) fn refuse(of: &str, given: &[String]) -> anyhow::Result<()> {
    anyhow::ensure!(given.is_empty(), "{of} has no use for {}", given.join(", "));
    Ok(())
}

fn table(group: &impl Serialize) -> Option<serde_json::Map<String, Value>> {
    match serde_json::to_value(group) {
        Ok(Value::Object(table)) => Some(table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::arguments::{Cli, Command};

    #[test]
    fn flags_with_their_defaults_say_nothing() {
        let cli =
            Cli::parse_from(["lintseq", "generate", "a", "--no-edit-rate", "0.1", "--jump-rate", "0.2"]);
        let Command::Generate(arguments) = cli.command else { unreachable!("the command is generate") };
        assert_eq!(given(&arguments.samples), ["--jump-rate"]);
        assert!(given(&arguments.formats).is_empty());
        assert!(given(&arguments.limits).is_empty());
    }
}
