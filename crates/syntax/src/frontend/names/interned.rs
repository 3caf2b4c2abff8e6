//! Names as numbers, so that what compares them compares no texts.

use lintseq_core::{Index, IndexVec};
use rustc_hash::FxHashMap;

use crate::facts::Symbol;

/// The interned names of a program.
#[derive(Debug, Default)]
pub struct Names {
    symbols: FxHashMap<Box<str>, Symbol>,
}

impl Names {
    pub(super) fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = Symbol::new(self.symbols.len());
        self.symbols.insert(name.into(), symbol);
        symbol
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.symbols.len()
    }

    /// The text of every name.
    pub(crate) fn texts(&self) -> IndexVec<Symbol, &str> {
        let mut texts = IndexVec::from_elem("", self.symbols.len());
        for (text, &symbol) in &self.symbols {
            texts[symbol] = text;
        }
        texts
    }

    /// The symbol of a name that the program mentions.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }
}
