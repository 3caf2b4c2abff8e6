//! The search for matches: those of `difflib.SequenceMatcher`, at the cost of the lines that differ.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Lines that stand on both sides, in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) size: usize,
}

pub(super) struct Matcher {
    old: Vec<u32>,
    new: Vec<u32>,
    /// Where the new text has every line: nowhere, for lines that are popular in it.
    places: Places,
    /// Lengths of the matches that end at each new line, for the old line before and for this one. Always
    /// zero between two searches.
    lengths: [Vec<u32>; 2],
}

impl Matcher {
    pub(super) fn new<'a>(old: &[&'a str], new: &[&'a str]) -> Self {
        let mut numbers: FxHashMap<&'a str, u32> =
            FxHashMap::with_capacity_and_hasher(new.len() + 16, FxBuildHasher);
        let mut number = |line: &&'a str| {
            let next = numbers.len() as u32;
            *numbers.entry(line).or_insert(next)
        };
        // What both texts have in common at the start and at the end has its numbers already.
        let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let tail =
            old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        let new: Vec<u32> = new.iter().map(&mut number).collect();
        let between = old_rest[..old_rest.len() - tail].iter().map(&mut number);
        let old: Vec<u32> = new[..head]
            .iter()
            .copied()
            .chain(between)
            .chain(new[new.len() - tail..].iter().copied())
            .collect();
        let places = Places::new(&new, numbers.len());
        let lengths = [vec![0; new.len()], vec![0; new.len()]];
        Self { old, new, places, lengths }
    }

    /// All blocks in order, adjacent ones made one, and an empty one at the end.
    pub(super) fn blocks(mut self) -> Vec<Block> {
        let mut open = vec![(0..self.old.len(), 0..self.new.len())];
        let mut found = Vec::new();
        while let Some((old, new)) = open.pop() {
            let block = self.longest(old.clone(), new.clone());
            if block.size == 0 {
                continue;
            }
            found.push(block);
            let (old_end, new_end) = (block.old + block.size, block.new + block.size);
            if old.start < block.old && new.start < block.new {
                open.push((old.start..block.old, new.start..block.new));
            }
            if old_end < old.end && new_end < new.end {
                open.push((old_end..old.end, new_end..new.end));
            }
        }
        found.sort_unstable();
        let mut blocks: Vec<Block> = Vec::with_capacity(found.len() + 1);
        for block in found {
            match blocks.last_mut() {
                Some(last) if last.old + last.size == block.old && last.new + last.size == block.new => {
                    last.size += block.size;
                }
                _ => blocks.push(block),
            }
        }
        blocks.push(Block { old: self.old.len(), new: self.new.len(), size: 0 });
        blocks
    }

    /// The longest match, of several the one that begins first in the old text, then in the new one.
    fn longest(&mut self, old: Range<usize>, new: Range<usize>) -> Block {
        let mut best = Block { old: old.start, new: new.start, size: 0 };
        let [mut before, mut now] = std::mem::take(&mut self.lengths);
        let mut filled: &[u32] = &[];
        for i in old.clone() {
            let places = self.places.within(self.old[i], &new);
            for &j in places {
                let j = j as usize;
                // A match cannot begin before the range, where the lengths are those of nothing.
                let size = if j == 0 { 1 } else { before[j - 1] + 1 };
                now[j] = size;
                if size as usize > best.size {
                    best =
                        Block { old: i + 1 - size as usize, new: j + 1 - size as usize, size: size as usize };
                }
            }
            for &j in filled {
                before[j as usize] = 0;
            }
            filled = places;
            std::mem::swap(&mut before, &mut now);
        }
        for &j in filled {
            before[j as usize] = 0;
        }
        self.lengths = [before, now];
        // Popular lines, which begin no match, may lengthen one.
        while best.old > old.start && best.new > new.start && self.old[best.old - 1] == self.new[best.new - 1]
        {
            best = Block { old: best.old - 1, new: best.new - 1, size: best.size + 1 };
        }
        while best.old + best.size < old.end
            && best.new + best.size < new.end
            && self.old[best.old + best.size] == self.new[best.new + best.size]
        {
            best.size += 1;
        }
        best
    }
}

/// The places of every line in the new text, line by line in one vector: `places[starts[l]..starts[l + 1]]`.
struct Places {
    places: Vec<u32>,
    starts: Vec<u32>,
}

impl Places {
    fn new(new: &[u32], lines: usize) -> Self {
        let mut starts = vec![0u32; lines + 1];
        for &line in new {
            starts[line as usize + 1] += 1;
        }
        if new.len() >= 200 {
            let popular = (new.len() / 100 + 1) as u32;
            starts.iter_mut().filter(|count| **count > popular).for_each(|count| *count = 0);
        }
        for line in 1..starts.len() {
            starts[line] += starts[line - 1];
        }
        let mut places = vec![0; starts[lines] as usize];
        let mut filled = starts.clone();
        for (place, &line) in (0..).zip(new) {
            let line = line as usize;
            if starts[line] < starts[line + 1] {
                places[filled[line] as usize] = place;
                filled[line] += 1;
            }
        }
        Self { places, starts }
    }

    /// The places of a line within a range of the new text.
    fn within(&self, line: u32, new: &Range<usize>) -> &[u32] {
        let line = line as usize;
        let places = &self.places[self.starts[line] as usize..self.starts[line + 1] as usize];
        let from = places.partition_point(|&place| (place as usize) < new.start);
        let to = places.partition_point(|&place| (place as usize) < new.end);
        &places[from..to]
    }
}
