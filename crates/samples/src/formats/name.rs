//! The registry: every format by its name.

use std::fmt;
use std::str::FromStr;

use super::instinct::Instinct;
use super::instinct_messages::InstinctMessages;
use super::mercury::Mercury;
use super::nep::Nep;
use super::opencodeedit::OpenCodeEdit;
use super::opencodeedit_chat::{OpenCodeEditChat, Turns};
use super::pochi::Pochi;
use super::pylintseq::Pylintseq;
use super::sweep::Sweep;
use super::text::Text;
use super::zed::Zed;
use super::zeta::Zeta;
use super::zeta2::Zeta2;
use super::{Format, Parameters};

macro_rules! formats {
    ($($name:ident = $text:literal: $about:literal, $build:expr;)+) => {
        /// A training format, by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FormatName {
            $(#[doc = $about] $name,)+
        }

        impl FormatName {
            /// Every format, in the order in which lists show them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name that users call it by.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// One line about it.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)+ }
            }

            /// The format with these parameters.
            pub fn build(self, parameters: Parameters) -> Box<dyn Format> {
                match self { $(Self::$name => { let build: fn(Parameters) -> Box<dyn Format> = $build; build(parameters) })+ }
            }
        }
    };
}

formats! {
    Pylintseq = "pylintseq": "Rows of upiterbarg/pylintseq, the edits up to the next", |_| Box::new(Pylintseq);
    Text = "text": "The training text of upiterbarg/lintseq", |p| Box::new(Text(p));
    Nep = "nep": "lurf21/NextEditPrediction: CommitPackFT's columns and the training text", |p| Box::new(Nep(p));
    Oce = "oce": "The mixed data of zkzhang88/OpenCodeEdit", |p| Box::new(OpenCodeEdit(p));
    OceMessages = "oce-messages": "The fine-tuning rows of OpenCodeEdit as ShareGPT messages",
        |p| Box::new(OpenCodeEditChat(Turns::ShareGpt, p));
    OceAlpaca = "oce-alpaca": "The fine-tuning rows of OpenCodeEdit as Alpaca rows",
        |p| Box::new(OpenCodeEditChat(Turns::Alpaca, p));
    Zeta = "zeta": "Zeta v1, the data set of zed-industries/zeta", |p| Box::new(Zeta(p));
    Zeta2 = "zeta2": "Zeta 2 of zed-industries/zed, V0211SeedCoder",
        |p| Box::new(Zeta2 { parameters: p, says_no_edits: false });
    Zeta2NoEdits = "zeta2-no-edits": "Zeta 2, V0304SeedNoEdits, which says that nothing is to be done",
        |p| Box::new(Zeta2 { parameters: p, says_no_edits: true });
    Zed = "zed": "Examples for Zed's `ep` tool, with every field of its specification", |p| Box::new(Zed(p));
    Pochi = "pochi": "The chat of TabbyML/pochi", |p| Box::new(Pochi(p));
    Sweep = "sweep": "Sweep's next-edit models, as TabbyML/pochi asks them", |p| Box::new(Sweep(p));
    Mercury = "mercury": "Mercury Coder, as continuedev/continue asks it", |p| Box::new(Mercury(p));
    Instinct = "instinct": "The columns of continuedev/instinct", |p| Box::new(Instinct(p));
    InstinctMessages = "instinct-messages": "The messages that continuedev/instinct trains on",
        |p| Box::new(InstinctMessages(p));
}

impl fmt::Display for FormatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for FormatName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|name| name.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|name| name.as_str()).collect();
            format!("not a format; known are {}", known.join(", "))
        })
    }
}
