//! What reads sources and documents instead of running swarms: a binary of its own, which takes seconds to build and to run.

#[path = "it/docs.rs"]
mod docs;
#[path = "it/glossary.rs"]
mod glossary;
#[path = "it/layers.rs"]
mod layers;
