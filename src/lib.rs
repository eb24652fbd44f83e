//! mulu makes a searchable catalogue from Markdown files.
//!
//! The modules of this file are called rooms. They are listed in the order in which to read them,
//! and each may import only rooms above it. ARCHITECTURE.md describes every room.

pub mod privacy;
pub mod diag;
pub mod escape;
pub mod script;
pub mod file;
pub mod fold;
pub mod config;
pub mod cache;
pub mod source;
pub mod attachment;
pub mod parse;
pub mod report;
pub mod catalogue;
pub mod relate;
pub mod plan;
pub mod resolve;
pub mod archive;
pub mod diff;
pub mod check;
pub mod due;
pub mod inventory;
pub mod draft;
pub mod output;
pub mod epub;
pub mod render;
pub mod search;
pub mod export;
pub mod portal;
pub mod import;
pub mod build;
pub mod book;
pub mod ndjson;
pub mod repair;
pub mod snapshot;
pub mod serve;
pub mod cli;
