//! `lintseq languages`: a table.

use std::io::Write as _;

use crate::console::BOLD;
use crate::exit::Failure;
use crate::toolbox::Language;

/// Prints the languages.
pub(crate) fn run(languages: &[Language]) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let width = languages.iter().map(|language| language.name.len()).max().unwrap_or(0).max("language".len());
    let extensions = |language: &Language| {
        language.extensions.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ")
    };
    let wide = languages
        .iter()
        .map(|language| extensions(language).len())
        .max()
        .unwrap_or(0)
        .max("extensions".len());
    let mut write = || -> std::io::Result<()> {
        writeln!(out, "{BOLD}{:width$}  {:wide$}  linters{BOLD:#}", "language", "extensions")?;
        for language in languages {
            let linters = language.linters.join(", ");
            writeln!(out, "{:width$}  {:wide$}  {linters}", language.name, extensions(language))?;
        }
        out.flush()
    };
    write().map_err(Failure::output)
}
