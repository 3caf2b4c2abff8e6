//! The smallest values of a set under many permutations: where nearly all the time of near-deduplication goes.
//!
//! A permutation of 64 bits is a multiplication by an odd number and an addition. Sixteen or thirty-two of them go
//! over all elements at once, with their smallest values in registers; the compiler makes vector instructions of
//! the loop, and more of them where the processor says at run time that it has wider ones.

use crate::hash::draw;

/// A family of permutations.
#[derive(Clone, Debug)]
pub(crate) struct Permutations {
    count: usize,
    factors: Vec<u64>,
    offsets: Vec<u64>,
}

/// How many permutations are always computed together.
const LANES: usize = 32;

impl Permutations {
    /// So many permutations, drawn from a seed.
    pub(crate) fn new(count: usize, seed: u64) -> Self {
        let padded = count.next_multiple_of(LANES);
        let drawn = |what: &'static str| (0..padded).map(move |at| draw(what, seed, &at.to_string()));
        let factors = drawn("minhash-factor").map(|factor| factor | 1).collect();
        Self { count, factors, offsets: drawn("minhash-offset").collect() }
    }

    /// The smallest value of the elements under every permutation; `smallest` is overwritten.
    pub(crate) fn smallest(&self, elements: &[u64], smallest: &mut Vec<u64>) {
        smallest.clear();
        smallest.resize(self.factors.len(), u64::MAX);
        self.dispatch(elements, smallest);
        smallest.truncate(self.count);
    }

    #[cfg(target_arch = "x86_64")]
    fn dispatch(&self, elements: &[u64], smallest: &mut [u64]) {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq") {
            #[expect(unsafe_code, reason = "the function needs instructions that not every processor has")]
            // SAFETY: the line above has asked the processor for them.
            unsafe {
                self.lower_avx512(elements, smallest);
            }
        } else if is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "the function needs instructions that not every processor has")]
            // SAFETY: the line above has asked the processor for them.
            unsafe {
                self.lower_avx2(elements, smallest);
            }
        } else {
            self.lower::<8>(elements, smallest);
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn dispatch(&self, elements: &[u64], smallest: &mut [u64]) {
        self.lower::<8>(elements, smallest);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512dq")]
    fn lower_avx512(&self, elements: &[u64], smallest: &mut [u64]) {
        self.lower::<LANES>(elements, smallest);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn lower_avx2(&self, elements: &[u64], smallest: &mut [u64]) {
        self.lower::<16>(elements, smallest);
    }

    /// `WIDTH` permutations at a time, of which [`LANES`] is a multiple.
    #[expect(clippy::inline_always, reason = "only what is inlined has the instructions of its caller")]
    #[inline(always)]
    fn lower<const WIDTH: usize>(&self, elements: &[u64], smallest: &mut [u64]) {
        let (factors, _) = self.factors.as_chunks::<WIDTH>();
        let (offsets, _) = self.offsets.as_chunks::<WIDTH>();
        let (smallest, _) = smallest.as_chunks_mut::<WIDTH>();
        for ((factors, offsets), smallest) in factors.iter().zip(offsets).zip(smallest) {
            let mut least = *smallest;
            for &element in elements {
                for lane in 0..WIDTH {
                    let value = element.wrapping_mul(factors[lane]).wrapping_add(offsets[lane]);
                    least[lane] = least[lane].min(value);
                }
            }
            *smallest = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_width_gives_the_same(elements in prop::collection::vec(any::<u64>(), 0..20), count in 1..130usize) {
            let permutations = Permutations::new(count, 1);
            let mut fast = Vec::new();
            permutations.smallest(&elements, &mut fast);
            let mut plain = vec![u64::MAX; permutations.factors.len()];
            permutations.lower::<1>(&elements, &mut plain);
            prop_assert_eq!(&fast[..], &plain[..count]);
        }
    }
}
