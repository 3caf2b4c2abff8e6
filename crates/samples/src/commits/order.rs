//! The order in which a person would have made the chunks of a commit.
//!
//! A commit does not tell. What it uses is taken to come after what it defines, as far as the caller's parser
//! knows, and everything else from top to bottom, file by file.

/// A chunk that makes no sense without another: it uses what the other defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// The position of the chunk that uses.
    pub user: usize,
    /// The position of the chunk that is used.
    pub needed: usize,
}

/// Orders chunks so that what a chunk needs stands before it, and as close to the order from top to bottom as
/// that allows. Of chunks that need each other, the upper one comes first.
pub(crate) fn plausible(chunks: usize, needs: &[Need]) -> Vec<usize> {
    let mut order = Vec::with_capacity(chunks);
    let mut is_placed = vec![false; chunks];
    while order.len() < chunks {
        let is_open = |chunk: &usize| !is_placed[*chunk];
        let is_ready = |chunk: &usize| {
            needs.iter().all(|need| need.user != *chunk || need.needed == *chunk || is_placed[need.needed])
        };
        let open = || (0..chunks).filter(is_open);
        let Some(next) = open().find(is_ready).or_else(|| open().next()) else { break };
        is_placed[next] = true;
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chunks: usize, needs: &[(usize, usize)], expected: &[usize]) {
        let needs: Vec<_> = needs.iter().map(|&(user, needed)| Need { user, needed }).collect();
        assert_eq!(plausible(chunks, &needs), expected);
    }

    #[test]
    fn definitions_before_uses_else_from_top_to_bottom() {
        check(3, &[], &[0, 1, 2]);
        check(4, &[(0, 2), (1, 0)], &[2, 0, 1, 3]);
        check(3, &[(0, 0), (1, 2)], &[0, 2, 1]);
    }

    #[test]
    fn what_needs_each_other_begins_at_the_top() {
        check(3, &[(0, 1), (1, 0)], &[2, 0, 1]);
        check(2, &[(0, 1), (1, 0)], &[0, 1]);
    }
}
