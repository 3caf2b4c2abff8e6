//! `lintseq languages`: a table.

use std::io::Write as _;

use crate::console::BOLD;
use crate::exit::Failure;
use crate::toolbox::{Language, Toolbox};

/// Prints the languages.
pub(crate) fn run(toolbox: &dyn Toolbox) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let header = ["language", "extensions", "linters", "tells of"].map(str::to_owned);
    let rows: Vec<[String; 4]> = toolbox.languages().iter().map(|language| row(language, toolbox)).collect();
    let width = |column: usize| {
        let rows = rows.iter().chain([&header]);
        rows.map(|row| row[column].len()).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let mut write = || -> std::io::Result<()> {
        writeln!(out, "{BOLD}{}{BOLD:#}", line(&header, widths))?;
        for row in &rows {
            writeln!(out, "{}", line(row, widths))?;
        }
        writeln!(
            out,
            "\nThe first linter is the default. Those with a mark are tools of their own: + installed, - not."
        )?;
        out.flush()
    };
    write().map_err(Failure::output)
}

fn row(language: &Language, toolbox: &dyn Toolbox) -> [String; 4] {
    let extensions: Vec<_> = language.extensions.iter().map(|extension| format!(".{extension}")).collect();
    let linters: Vec<_> =
        language.linters.iter().map(|linter| marked(linter, toolbox.is_installed(linter))).collect();
    [language.name.clone(), extensions.join(" "), linters.join(", "), language.features.join(", ")]
}

fn marked(linter: &str, is_installed: Option<bool>) -> String {
    let mark = match is_installed {
        None => "",
        Some(true) => "+",
        Some(false) => "-",
    };
    format!("{linter}{mark}")
}

fn line(row: &[String; 4], widths: [usize; 3]) -> String {
    let [first, second, third] = widths;
    format!("{:first$}  {:second$}  {:third$}  {}", row[0], row[1], row[2], row[3])
}
