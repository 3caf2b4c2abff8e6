//! Where randomness comes from: a portable generator, seeded for each sequence.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The generator for one sequence of one document. It depends on nothing else, so that neither threads nor
/// shards nor other records change a result.
///
/// `attempt` counts the draws that were thrown away because they repeated an earlier sequence.
pub fn generator(seed: u64, document: &str, sequence: u32, attempt: u32) -> ChaCha8Rng {
    let mut hash = blake3::Hasher::new();
    hash.update(b"lintseq.sequence/1");
    hash.update(&seed.to_le_bytes());
    hash.update(&sequence.to_le_bytes());
    hash.update(&attempt.to_le_bytes());
    hash.update(document.as_bytes());
    ChaCha8Rng::from_seed(*hash.finalize().as_bytes())
}

/// The generator for one sample of one sequence of one document, apart from those that draw sequences: another
/// rate of samples leaves the sequences as they are.
pub fn sample_generator(seed: u64, document: &str, sequence: u32, sample: u32) -> ChaCha8Rng {
    let mut hash = blake3::Hasher::new();
    hash.update(b"lintseq.sample/1");
    hash.update(&seed.to_le_bytes());
    hash.update(&sequence.to_le_bytes());
    hash.update(&sample.to_le_bytes());
    hash.update(document.as_bytes());
    ChaCha8Rng::from_seed(*hash.finalize().as_bytes())
}
