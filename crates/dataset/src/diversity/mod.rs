//! Diversity: a sample with as many records of every topic as there are to have.
//!
//! The quotas are OpenCodeEdit's ([`quotas`]); the records of a topic are those with the smallest seeded hash of their
//! id ([`Draw`]), so that samples of shards merge to that of the whole; and where no column tells topics, texts are
//! clustered ([`TopicModel`]). Nothing depends on the order of records.

mod cluster;
mod draw;
mod features;
mod quota;
mod training;

pub use cluster::TopicModel;
pub use draw::{Draw, Drawn, TopicShare};
pub use features::Features;
pub use quota::quotas;
pub use training::Training;
