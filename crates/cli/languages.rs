//! Where the languages come in: the one [`Toolbox`] of the binary.

use anyhow::{anyhow, bail};
use lintseq_core::sampler::{Draw, Search};
use lintseq_core::verify::Verified;
use lintseq_core::{Diagnostic, Document, EditSequence, LintError, LintJob, Linter, Source, Step};
use lintseq_dataset::LanguageTable;
use lintseq_syntax::generate::{self, Options};
use lintseq_syntax::language::Language as Syntax;
use lintseq_syntax::treesitter;

use crate::arguments::{GenerateArguments, Linters, Sampler, Sampling};
use crate::toolbox::{Anatomy, Generator, Language, LineRange, Made, Toolbox};

/// The languages that are built in.
pub(crate) struct BuiltIn {
    languages: Vec<Syntax>,
}

impl BuiltIn {
    /// Reads the files of all languages.
    pub(crate) fn load() -> Self {
        let load = |files| Syntax::load(files).expect("the languages that are built in are tested");
        Self { languages: lintseq_grammars::BUILT_IN.iter().map(load).collect() }
    }

    fn syntax(&self, name: &str) -> Option<&Syntax> {
        self.languages.iter().find(|language| language.name() == name)
    }
}

impl LanguageTable for BuiltIn {
    fn by_extension(&self, extension: &str) -> Option<&str> {
        let has = |language: &&Syntax| language.settings().extensions.iter().any(|known| known == extension);
        self.languages.iter().find(has).map(Syntax::name)
    }

    fn by_name(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let has = |language: &&Syntax| language.name() == name || language.settings().aliases.contains(&name);
        self.languages.iter().find(has).map(Syntax::name)
    }

    fn default_language(&self) -> &'static str {
        "python"
    }
}

impl Toolbox for BuiltIn {
    fn languages(&self) -> Vec<Language> {
        let describe = |language: &Syntax| Language {
            name: language.name().to_owned(),
            extensions: language.settings().extensions.clone(),
            linters: language.settings().linters.clone(),
        };
        self.languages.iter().map(describe).collect()
    }

    fn generator<'a>(&'a self, arguments: &GenerateArguments) -> anyhow::Result<Generator<'a>> {
        let options = options(&arguments.sampling, arguments.limits.max_depth);
        let mut linters = Vec::with_capacity(self.languages.len());
        for language in &self.languages {
            // The ablation looks at no state, so it needs nobody who could.
            let named =
                if options.random { Vec::new() } else { self.linters(language.name(), &arguments.linters)? };
            linters.push(Together(named));
        }
        let group = linters.iter().map(Together::batch).max().unwrap_or(1);
        let of_group = move |documents: &[Document]| {
            let same = documents.chunk_by(|one, other| one.language == other.language);
            same.flat_map(|documents| {
                let is_theirs = |(language, _): &(&Syntax, _)| language.name() == documents[0].language;
                let known = self.languages.iter().zip(&linters).find(is_theirs);
                let (language, linter) = known.expect("documents are in languages of the table");
                generate::generate(language, linter, &options, documents)
            })
            .map(|verified| verified.map(made))
            .collect()
        };
        Ok(Generator { generate: Box::new(of_group), group })
    }

    fn linters(&self, language: &str, named: &Linters) -> anyhow::Result<Vec<Box<dyn Linter>>> {
        let Some(syntax) = self.syntax(language) else {
            bail!("{language}: not a known language; see `lintseq languages`")
        };
        let wanted = if named.linter.is_empty() {
            syntax.settings().linters.iter().take(1).collect::<Vec<_>>()
        } else {
            named.linter.iter().collect()
        };
        wanted.into_iter().map(|name| Err(anyhow!("no linter `{name}` is built into this binary"))).collect()
    }

    fn is_program(&self, language: &str, text: &str) -> bool {
        self.syntax(language).is_some_and(|language| treesitter::parse(language, text).errors.is_empty())
    }

    fn anatomy(&self, _: &str, _: &str) -> Option<Anatomy> {
        None
    }

    fn explain(&self, _: &str, _: &Source<'_>, _: &EditSequence, _: Step) -> Vec<(LineRange, String)> {
        Vec::new()
    }
}

fn made(verified: Vec<Verified>) -> Made {
    Made {
        states: verified.iter().map(|verified| u64::from(verified.linted)).sum(),
        rescues: verified.iter().map(|verified| u64::from(verified.caught)).sum(),
        sequences: verified.into_iter().map(|verified| verified.sequence).collect(),
    }
}

fn options(sampling: &Sampling, max_depth: u32) -> Options {
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
        max_depth,
        random: sampling.sampler == Sampler::Random,
    }
}

/// Several linters as one; none of them finds nothing.
struct Together(Vec<Box<dyn Linter>>);

impl Linter for Together {
    fn name(&self) -> &str {
        self.0.first().map_or("none", |linter| linter.name())
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let mut all: Vec<_> = jobs.iter().map(|job| Ok(vec![Vec::new(); job.steps.len()])).collect();
        for linter in &self.0 {
            for (known, more) in all.iter_mut().zip(linter.lint(jobs)) {
                match (known.as_mut(), more) {
                    (Ok(known), Ok(more)) => {
                        for (known, more) in known.iter_mut().zip(more) {
                            known.extend::<Vec<Diagnostic>>(more);
                        }
                    }
                    (Ok(_), Err(error)) => *known = Err(error),
                    (Err(_), _) => {}
                }
            }
        }
        all
    }

    fn batch(&self) -> usize {
        self.0.iter().map(|linter| linter.batch()).max().unwrap_or(1)
    }
}
