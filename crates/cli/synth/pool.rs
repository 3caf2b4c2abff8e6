//! Seeds: programs to snippets.

use anyhow::anyhow;
use lintseq_core::Document;
use lintseq_dataset::{DecodeOptions, Decoder as _, FieldNames, InputOptions, InputSummary, Inputs};
use lintseq_synth::Languages as _;
use lintseq_synth::seeds::Pool;

use crate::arguments::SynthArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::run::read_failure;
use crate::summary::grouped;
use crate::toolbox::Toolbox as _;

/// The snippets of a run, and the files that they are from.
pub(crate) struct Seeds {
    /// The snippets.
    pub(crate) pool: Pool,
    /// The files.
    pub(crate) inputs: Inputs,
    /// What was read.
    pub(crate) read: Vec<InputSummary>,
}

impl Seeds {
    /// Reads them all.
    pub(crate) fn read(
        arguments: &SynthArguments,
        console: Console,
        toolbox: &BuiltIn,
    ) -> Result<Self, Failure> {
        let language =
            toolbox.wanted_language(arguments.seeds.language.as_deref()).map_err(Failure::Usage)?;
        let input_options = InputOptions {
            arguments: &arguments.seeds.seeds,
            exclude: &arguments.seeds.exclude,
            languages: toolbox,
            language: language.as_deref(),
            revision: None,
        };
        let inputs = Inputs::find(&input_options).map_err(Failure::usage)?;
        let mut pool = Pool::default();
        if arguments.seeds.seeds.is_empty() {
            pool.add_built_in(language.as_deref()).map_err(Failure::usage)?;
            return Ok(Self { pool, inputs, read: Vec::new() });
        }
        let is_program = |language: &str, text: &str| toolbox.is_program(language, text);
        let decoder = DecodeOptions {
            fields: FieldNames {
                code: arguments.fields.code_field.clone(),
                prompt: arguments.fields.prompt_field.clone(),
                id: arguments.seeds.id_field.clone(),
            },
            language: language.clone(),
            limits: arguments.limits.limits(),
            languages: toolbox,
            is_program: Box::new(is_program),
        };
        let mut reader = inputs.read(&input_options);
        let (mut unreadable, mut unused) = (0, 0);
        for record in &mut reader {
            let record = record.map_err(read_failure)?;
            match decoder.decode(&record) {
                Ok(document) => unused += u64::from(!add(&mut pool, &document, arguments, toolbox)),
                Err(rejected) => {
                    console.detail(format_args!("{}: {}", record.source, rejected.rejection));
                    unreadable += 1;
                }
            }
        }
        let read = reader.into_summaries();
        let [used, unused, unreadable] = [pool.len() as u64, unused, unreadable].map(grouped);
        console.say(format_args!(
            "seeds        {used} programs; {unused} hold no snippet, {unreadable} cannot be read"
        ));
        if pool.is_empty() {
            return Err(Failure::Usage(anyhow!(
                "no seed holds a snippet of as many lines as --snippet-lines says; give longer programs, or --verbatim"
            )));
        }
        Ok(Self { pool, inputs, read })
    }
}

fn add(pool: &mut Pool, document: &Document, arguments: &SynthArguments, toolbox: &BuiltIn) -> bool {
    let Document { language, text, .. } = document;
    let id = document.key();
    if arguments.seeds.verbatim {
        return pool.add_verbatim(&id, language, text);
    }
    let units = toolbox.units(language, text);
    pool.add(&id, language, text, &units, arguments.seeds.snippet_lines.0.clone())
}
