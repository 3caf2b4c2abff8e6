//! Prints what ruff in process says about files: for each a line of JSON, a list of `[code, message]`.

use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let ruff = lintseq_lint::Ruff::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in io::stdin().lines() {
        let found = ruff.lint_text(&std::fs::read_to_string(path?)?);
        let found: Vec<_> = found.iter().map(|found| (&found.code, &found.message)).collect();
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    }
    Ok(())
}
