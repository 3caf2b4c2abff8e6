//! Where the languages come in: the one [`Toolbox`] of the binary.

use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use lintseq_core::sampler::{Draw, Search};
use lintseq_core::verify::Verified;
use lintseq_core::{Diagnostic, Document, EditSequence, Index as _, LineId, LintJob, Linter, Source, Step};
use lintseq_dataset::filter::Grammars;
use lintseq_dataset::{Comments, LanguageTable};
use lintseq_lint::{All, Backed, Registry};
use lintseq_samples::commits::Need;
use lintseq_syntax::anatomy::anatomy;
use lintseq_syntax::depth::DEFAULT_MAX_DEPTH;
use lintseq_syntax::explain::explain;
use lintseq_syntax::extents::extents;
use lintseq_syntax::generate::{self, Options};
use lintseq_syntax::language::Language as Syntax;
use lintseq_syntax::likeness::is_same_program;
use lintseq_syntax::linter;

use crate::arguments::{GenerateArguments, Limits, Linters, Sampler, Sampling};
use crate::needs;
use crate::toolbox::{Anatomy, Generator, Language, LineRange, Made, Toolbox};

/// The languages that are built in.
pub(crate) struct BuiltIn {
    languages: Vec<Arc<Syntax>>,
}

impl BuiltIn {
    /// Reads the files of all languages.
    pub(crate) fn load() -> Self {
        let load =
            |files| Syntax::load(files).map(Arc::new).expect("the languages that are built in are tested");
        Self { languages: lintseq_grammars::BUILT_IN.iter().map(load).collect() }
    }

    /// The language of this name.
    pub(crate) fn syntax(&self, name: &str) -> Option<&Arc<Syntax>> {
        self.languages.iter().find(|language| language.name() == name)
    }
}

impl LanguageTable for BuiltIn {
    fn by_extension(&self, extension: &str) -> Option<&str> {
        let has =
            |language: &&Arc<Syntax>| language.settings().extensions.iter().any(|known| known == extension);
        self.languages.iter().find(has).map(|language| language.name())
    }

    fn by_text(&self, extension: &str, text: &str, wanted: Option<&str>) -> Option<&str> {
        let name = self.by_extension(extension)?;
        let shared = self.syntax(name)?.settings().shared_extensions.get(extension);
        let other = shared.and_then(|other| self.by_name(other));
        let is_other = |other: &&str| {
            (wanted == Some(*other) || !self.is_program(name, text)) && self.is_program(other, text)
        };
        other.filter(is_other).or(Some(name))
    }

    fn has_extension(&self, language: &str, extension: &str) -> bool {
        let first = self.by_extension(extension);
        let shared = first
            .and_then(|name| self.syntax(name)?.settings().shared_extensions.get(extension))
            .and_then(|other| self.by_name(other));
        [first, shared].contains(&Some(language))
    }

    fn by_name(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let has =
            |language: &&Arc<Syntax>| language.name() == name || language.settings().aliases.contains(&name);
        self.languages.iter().find(has).map(|language| language.name())
    }

    fn comments(&self, language: &str) -> Comments<'_> {
        let Some(syntax) = self.syntax(language) else { return Comments::default() };
        let settings = syntax.settings();
        let [open, close] = &settings.block_comment;
        Comments {
            line: &settings.line_comment,
            block: (open, close),
            quotes: &settings.quotes,
            docstrings: settings.docstrings,
        }
    }
}

impl Grammars for BuiltIn {
    fn parses(&self, language: &str, text: &str) -> Option<bool> {
        self.syntax(language).map(|_| self.is_program(language, text))
    }

    fn is_same_program(&self, language: &str, one: &str, other: &str) -> bool {
        let syntax = self.syntax(language);
        syntax.is_some_and(|syntax| is_same_program(syntax, one, other, DEFAULT_MAX_DEPTH))
    }

    fn comments_of(&self, language: &str, text: &str) -> Vec<String> {
        let tree = self.syntax(language).and_then(|language| language.parse(text, DEFAULT_MAX_DEPTH).ok());
        let comments = tree.map(|tree| tree.comments).unwrap_or_default();
        comments.into_iter().map(|comment| comment.text(text).to_owned()).collect()
    }
}

impl Toolbox for BuiltIn {
    fn languages(&self) -> Vec<Language> {
        let describe = |language: &Arc<Syntax>| Language {
            name: language.name().to_owned(),
            extensions: language.settings().extensions.clone(),
            linters: language.settings().linters.clone(),
            features: language.features().to_vec(),
        };
        self.languages.iter().map(describe).collect()
    }

    fn generator<'a>(&'a self, arguments: &GenerateArguments) -> anyhow::Result<Generator<'a>> {
        let options = options(&arguments.sampling, &arguments.limits);
        self.check_linters(arguments.inputs.language.as_deref(), &arguments.linters)?;
        let mut linters = Vec::with_capacity(self.languages.len());
        for language in &self.languages {
            // The ablation looks at no state, so it needs nobody who could.
            let named =
                if options.random { Vec::new() } else { self.linters(language.name(), &arguments.linters)? };
            linters.push(All::new(named));
        }
        let group = linters.iter().map(All::batch).max().unwrap_or(1);
        let of_group = move |documents: &[Document]| {
            let same = documents.chunk_by(|one, other| one.language == other.language);
            same.flat_map(|documents| {
                let is_theirs = |(language, _): &(&Arc<Syntax>, _)| language.name() == documents[0].language;
                let known = self.languages.iter().zip(&linters).find(is_theirs);
                let (language, linter) = known.expect("documents are in languages of the table");
                generate::generate(language, linter, &options, documents)
            })
            .map(|verified| verified.map(made))
            .collect()
        };
        Ok(Generator { generate: Box::new(of_group), group })
    }

    fn check_linters(&self, language: Option<&str>, named: &Linters) -> anyhow::Result<()> {
        let registry = registry(named)?;
        let language = language.and_then(|language| self.by_name(language));
        for name in &named.linter {
            if name != linter::Syntax::NAME {
                registry.get(name, language.unwrap_or_default())?;
            }
            let mut languages = self
                .languages
                .iter()
                .filter(|known| language.is_none_or(|language| known.name() == language));
            if !languages.any(|language| knows(language, &registry, name)) {
                let language = language.unwrap_or("any language");
                bail!("--linter {name}: does not know {language}; see `lintseq languages`")
            }
        }
        Ok(())
    }

    fn is_installed(&self, linter: &str) -> Option<bool> {
        let is_built_in = linter == linter::Syntax::NAME || Registry::is_built_in(linter);
        let is_there = || Registry::new().get(linter, "").is_ok_and(|linter| linter.ready().is_ok());
        (!is_built_in).then(is_there)
    }

    fn linters(&self, language: &str, named: &Linters) -> anyhow::Result<Vec<Box<dyn Linter>>> {
        let Some(syntax) = self.syntax(language) else {
            bail!("{language}: not a known language; see `lintseq languages`")
        };
        let registry = registry(named)?;
        let mut wanted: Vec<&String> =
            named.linter.iter().filter(|name| knows(syntax, &registry, name)).collect();
        if wanted.is_empty() {
            wanted.extend(syntax.settings().linters.first());
        }
        let parser = || Box::new(linter::Syntax::new(Arc::clone(syntax)));
        let find = |name: &String| -> anyhow::Result<Box<dyn Linter>> {
            if name == linter::Syntax::NAME {
                return Ok(parser());
            }
            let linter = registry.get(name, language)?;
            linter.ready()?;
            // Parsers that stop at the first error have a lenient one behind them for programs with errors.
            let is_strict = Registry::is_built_in(name) && syntax.is_parsed_by_tree_sitter();
            Ok(if is_strict { Box::new(Backed::new(linter, parser())) } else { linter })
        };
        wanted.into_iter().map(find).collect()
    }

    fn is_program(&self, language: &str, text: &str) -> bool {
        let parsed = self.syntax(language).map(|language| language.parse(text, DEFAULT_MAX_DEPTH));
        matches!(parsed, Some(Ok(tree)) if tree.errors.is_empty())
    }

    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need> {
        let source = Source::new(text);
        let graph =
            self.syntax(language).map(|language| generate::graph(language, &source, DEFAULT_MAX_DEPTH));
        match graph {
            Some(Ok(graph)) => needs::of_runs(&graph, source.line_count(), runs),
            _ => Vec::new(),
        }
    }

    fn anatomy(&self, language: &str, text: &str) -> Option<Anatomy> {
        let language = self.syntax(language)?;
        let tree = language.parse(text, DEFAULT_MAX_DEPTH).ok()?;
        Some(anatomy(language, &tree, &Source::new(text)))
    }

    fn explain(
        &self,
        language: &str,
        source: &Source<'_>,
        sequence: &EditSequence,
        step: Step,
    ) -> Vec<(LineRange, String)> {
        let graph =
            self.syntax(language).map(|language| generate::graph(language, source, DEFAULT_MAX_DEPTH));
        let Some(Ok(graph)) = graph else { return Vec::new() };
        let after = |line: LineId| LineId::new(line.index() + 1);
        explain(&graph, source, sequence, step)
            .into_iter()
            .map(|reason| (reason.lines.0..after(reason.lines.1), reason.text))
            .collect()
    }
}

impl lintseq_synth::Languages for BuiltIn {
    fn extension(&self, language: &str) -> &str {
        let settings = self.syntax(language).map(|language| language.settings());
        settings.and_then(|settings| settings.extensions.first()).map_or("txt", String::as_str)
    }

    fn is_label(&self, language: &str, label: &str) -> bool {
        self.by_name(label) == Some(language) || self.by_extension(&label.to_lowercase()) == Some(language)
    }

    fn parses(&self, language: &str, text: &str) -> bool {
        self.is_program(language, text)
    }

    fn same_tree(&self, language: &str, one: &str, other: &str) -> bool {
        self.syntax(language).is_some_and(|language| is_same_program(language, one, other, DEFAULT_MAX_DEPTH))
    }

    fn faults(&self, language: &str, text: &str) -> Vec<String> {
        let source = Source::new(text);
        let sequence = EditSequence::at_once(source.line_count());
        if sequence.is_empty() {
            return Vec::new();
        }
        let job = LintJob { source: &source, sequence: &sequence, steps: &[Step::new(0)] };
        let found = |linter: &dyn Linter| match linter.lint(std::slice::from_ref(&job)).pop() {
            Some(Ok(states)) => states.into_iter().flatten().collect(),
            _ => Vec::new(),
        };
        let linters = Toolbox::linters(self, language, &Linters::default()).unwrap_or_default();
        let mut faults: Vec<Diagnostic> = linters.iter().flat_map(|linter| found(&**linter)).collect();
        faults.sort();
        faults.into_iter().map(|fault| format!("{}: {}", fault.code, fault.message)).collect()
    }

    fn units(&self, language: &str, text: &str) -> Vec<Range<usize>> {
        let source = Source::new(text);
        let graph =
            self.syntax(language).map(|language| generate::graph(language, &source, DEFAULT_MAX_DEPTH));
        match graph {
            Some(Ok(graph)) => extents(&graph),
            _ => Vec::new(),
        }
    }
}

/// The linters that ship, and those of the user's file.
fn registry(named: &Linters) -> anyhow::Result<Registry> {
    let mut registry = Registry::new();
    if let Some(file) = &named.linter_config {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{}: cannot be read", file.display()))?;
        registry.add(&text).with_context(|| file.display().to_string())?;
    }
    Ok(registry)
}

/// Whether a linter is for a language: it is listed there, or reads its files.
fn knows(language: &Syntax, registry: &Registry, linter: &str) -> bool {
    let settings = language.settings();
    let reads = |extension| settings.extensions.iter().any(|known| known == extension);
    linter == linter::Syntax::NAME
        || settings.linters.iter().any(|known| known == linter)
        || registry.extension(linter).is_some_and(reads)
}

fn made(verified: Vec<Verified>) -> Made {
    Made {
        states: verified.iter().map(|verified| u64::from(verified.linted)).sum(),
        rescues: verified.iter().map(|verified| u64::from(verified.caught)).sum(),
        sequences: verified.into_iter().map(|verified| verified.sequence).collect(),
    }
}

fn options(sampling: &Sampling, limits: &Limits) -> Options {
    Options {
        seed: sampling.seed,
        sequences: sampling.sequences_per_program.get(),
        draw: match sampling.sampler {
            Sampler::Closure | Sampler::Random => Draw::Closure(sampling.draws.get()),
            Sampler::Uniform => Draw::Uniform,
            Sampler::Indent => Draw::Indent,
        },
        search: Search {
            children: sampling.children.get(),
            top_k: sampling.top_k.get(),
            population: sampling.population.get(),
            depth: sampling.depth.map_or(u32::MAX, std::num::NonZeroU32::get),
        },
        max_depth: limits.max_depth,
        timeout: limits.record_timeout.map(|limit| limit.0),
        random: sampling.sampler == Sampler::Random,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_c_unless_only_the_grammar_of_cpp_parses_it() {
        let languages = BuiltIn::load();
        for (text, expected) in [
            ("int f(void);\n", "c"),
            ("template <typename T>\nclass A : public B<T> {\npublic:\n    A();\n};\n", "cpp"),
            ("int f(\n", "c"),
        ] {
            assert_eq!(languages.by_text("h", text, None), Some(expected), "{text}");
            assert_eq!(languages.by_text("h", text, Some("c")), Some(expected), "{text}");
            assert_eq!(languages.by_text("c", text, Some("cpp")), Some("c"), "{text}");
        }
        // What both take is in the one that is wanted.
        assert_eq!(languages.by_text("h", "int f(void);\n", Some("cpp")), Some("cpp"));
        assert_eq!(languages.by_text("h", "struct template { int x; };\n", Some("cpp")), Some("c"));
    }
}
