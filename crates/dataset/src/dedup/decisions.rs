//! What becomes of every record.

use std::io;

use super::clusters::Clusters;
use super::standing::Named;
use super::standings::Standings;

/// Which member of a cluster stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The first by priority, then by id.
    #[default]
    First,
    /// None: what has a duplicate goes.
    None,
}

/// What becomes of every record: four bytes for each, and as many for each cluster of several. What they are called
/// stays on the disk.
#[derive(Debug)]
pub struct Decisions {
    fates: Vec<u32>,
    /// The first of each cluster, as a number among the standings.
    firsts: Vec<u32>,
    standings: Standings,
    keep: Keep,
}

const UNMARKED: u32 = u32::MAX;
const ALONE: u32 = u32::MAX - 1;
/// What the first of a cluster has beside the cluster's number.
const IS_FIRST: u32 = 1 << 31;

/// Where a record stands among others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// It has no duplicate.
    Alone,
    /// It is the first of the cluster of this number.
    First(u32),
    /// It is another member of the cluster of this number.
    Member(u32),
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing is known of it.
    Unmarked,
    /// It has no duplicate.
    Alone,
    /// It stays for all of its cluster.
    Stays,
    /// It goes.
    Goes {
        /// The id of the first of its cluster, which is its own where none stays.
        first: String,
        /// Whether that one belongs to the corpus that is only compared with.
        existing: bool,
    },
}

impl Decisions {
    /// Lets the record with the smallest standing come first in its cluster.
    pub(crate) fn of_clusters(clusters: &mut Clusters, standings: Standings, keep: Keep) -> io::Result<Self> {
        let mut fates = vec![ALONE; standings.records() as usize];
        let mut firsts = Vec::new();
        for record in 0..standings.records() {
            let representative = clusters.find(record);
            if !standings.has(record) {
                fates[record as usize] = UNMARKED;
            } else if representative != record {
                // The representative has the lowest number, so that it has been seen.
                if fates[representative as usize] == ALONE {
                    fates[representative as usize] = firsts.len() as u32;
                    firsts.push(representative);
                }
                let cluster = fates[representative as usize];
                fates[record as usize] = cluster;
                let first = &mut firsts[cluster as usize];
                if standings.get(record)? < standings.get(*first)? {
                    *first = record;
                }
            }
        }
        for &first in &firsts {
            fates[first as usize] |= IS_FIRST;
        }
        Ok(Self { fates, firsts, standings, keep })
    }

    /// Decisions that were made elsewhere, with the standings of the clusters' first members.
    pub(crate) fn made(fates: &[Fate], firsts: Standings, keep: Keep) -> Self {
        let fate = |fate: &Fate| match fate {
            Fate::Unknown => UNMARKED,
            Fate::Alone => ALONE,
            Fate::First(cluster) => cluster | IS_FIRST,
            Fate::Member(cluster) => *cluster,
        };
        let fates = fates.iter().map(fate).collect();
        Self { fates, firsts: (0..firsts.records()).collect(), standings: firsts, keep }
    }

    /// What becomes of a record.
    ///
    /// # Errors
    /// If the id of the first cannot be read back.
    pub fn of(&self, record: u32) -> io::Result<Decision> {
        let fate = self.fates.get(record as usize).copied().unwrap_or(UNMARKED);
        if fate == UNMARKED {
            return Ok(Decision::Unmarked);
        } else if fate == ALONE {
            return Ok(Decision::Alone);
        } else if fate & IS_FIRST != 0 && self.keep == Keep::First {
            return Ok(Decision::Stays);
        }
        let standing = self.standings.get(self.firsts[(fate & !IS_FIRST) as usize])?;
        let named = Named::read(&standing)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the name of a record is damaged"))?;
        Ok(Decision::Goes { first: named.id.to_owned(), existing: named.existing })
    }

    /// How many clusters have several members.
    pub fn clusters(&self) -> usize {
        self.firsts.len()
    }

    /// How many records are numbered.
    pub(crate) fn records(&self) -> u32 {
        self.fates.len() as u32
    }

    /// The names of a record and of the first of its cluster.
    pub(crate) fn names(&self, record: u32) -> io::Result<(String, String)> {
        let own = self.standings.get(record)?;
        let fate = self.fates[record as usize];
        let first = if fate >= ALONE {
            own.clone()
        } else {
            self.standings.get(self.firsts[(fate & !IS_FIRST) as usize])?
        };
        Ok((own, first))
    }
}
