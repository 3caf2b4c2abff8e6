//! What must hold between the two programs of a triplet and its instructions.

use std::collections::BTreeSet;

use lintseq_core::{Reason, Rejection};
use lintseq_samples::patch;

use crate::response::Instructions;

/// The share of the new lines that an instruction may quote: less than this.
const LEAKED: f64 = 0.5;
/// The signs of a single new line from which on quoting it gives the answer away; names and values are shorter.
const LONG_LINE: usize = 24;

/// Whether something changes between two programs.
///
/// # Errors
/// If nothing does, or only white space.
pub fn changes(before: &str, after: &str) -> Result<(), Rejection> {
    if before == after {
        return Err(Rejection::new(Reason::NoChange, "the program after the edit is the one before"));
    }
    // Indentation is syntax in some languages, and white space between words may be in all; what is left when
    // lines lose their ends and blank lines go is what an edit may differ in.
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    if lines(before) == lines(after) {
        return Err(Rejection::new(Reason::OnlyWhitespace, "only blank lines and ends of lines change"));
    }
    Ok(())
}

/// Whether an instruction gives its answer away: the whole program, half of the new lines
/// of code, or the only one if it is long.
///
/// # Errors
/// If either instruction does.
pub fn leaks(instructions: &Instructions, before: &str, after: &str) -> Result<(), Rejection> {
    let new = new_lines(before, after);
    let whole = squeezed(after);
    for (name, text) in [("descriptive", &instructions.descriptive), ("lazy", &instructions.lazy)] {
        let said = squeezed(text);
        let quoted = new.iter().filter(|line| said.contains(line.as_str())).count();
        let quotes_all = whole.len() >= LONG_LINE && said.contains(&whole);
        if quotes_all || is_leak(&new, quoted) {
            let message = format!("the {name} instruction quotes {quoted} of the {} new lines", new.len());
            return Err(Rejection::new(Reason::InstructionLeaks, message));
        }
    }
    Ok(())
}

fn is_leak(new: &BTreeSet<String>, quoted: usize) -> bool {
    match new.len() {
        0 => false,
        1 => quoted == 1 && new.iter().any(|line| line.len() >= LONG_LINE),
        count => quoted >= 2 && quoted as f64 >= LEAKED * count as f64,
    }
}

/// The lines that come, without their white space: only those that say something, and that were not there before.
fn new_lines(before: &str, after: &str) -> BTreeSet<String> {
    let (old, new) = (patch::lines(before), patch::lines(after));
    let there: BTreeSet<String> = old.iter().map(|line| squeezed(line)).collect();
    patch::changes(&old, &new)
        .into_iter()
        .flat_map(|hunk| new[hunk.new].iter().map(|line| squeezed(line)).collect::<Vec<_>>())
        .filter(|line| {
            line.chars().filter(|sign| sign.is_alphanumeric()).count() >= 4 && !there.contains(line)
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_alone_is_no_change() {
        let check = |before, after| changes(before, after).map_err(|rejection| rejection.reason);
        assert_eq!(check("a\nb\n", "a\nb\n"), Err(Reason::NoChange));
        assert_eq!(check("a\nb\n", "a \n\nb"), Err(Reason::OnlyWhitespace));
        assert_eq!(check("a\n  b\n", "a\nb\n"), Ok(()));
        assert_eq!(check("a b\n", "ab\n"), Ok(()));
    }

    #[test]
    fn an_answer_given_away_is_seen() {
        let after = "def f(x):\n    log.info(\"called with %s\", x)\n    y = x + 1\n    return y\n";
        let check = |text: &str, after| {
            let instructions = Instructions { descriptive: text.to_owned(), lazy: "do".to_owned() };
            leaks(&instructions, "def f(x):\n    return x\n", after).map_err(|rejection| rejection.reason)
        };
        assert_eq!(check("Log the argument, and return its successor.", after), Ok(()));
        assert_eq!(check("Before the return write `y = x + 1`.", after), Ok(()));
        assert_eq!(
            check("`log.info(\"called with %s\", x)`\n`return y`", after),
            Err(Reason::InstructionLeaks)
        );
        let one = "def f(x):\n    return combine(normalise(x), default)\n";
        assert_eq!(check("use `return combine(normalise(x), default)`", one), Err(Reason::InstructionLeaks));
        assert_eq!(check("set `return y`", "def f(x):\n    return y\n"), Ok(()));
    }
}
