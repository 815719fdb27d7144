//! Every limit on what a file may be, in one place. Generous for a person, small for a machine; the
//! manual lists them (docs/limits.md).

/// The largest file that is read, in bytes.
pub const FILE_BYTES: u64 = 16 << 20;
/// The largest picture that is taken, in pixels: judged by its head, before it is decoded.
pub const PICTURE_PIXELS: u64 = 40_000_000;
/// How deep mappings and lists may nest in YAML.
pub const YAML_DEPTH: usize = 64;
/// How much larger than its file the text may become through YAML aliases.
pub const YAML_ALIAS_FACTOR: usize = 20;
/// How many keys and values a YAML file may have: each takes about 170 bytes of memory, however short it is.
pub const YAML_VALUES: usize = 1_500_000;
/// The longest single value in YAML, in bytes: texts of that length belong in Markdown.
pub const YAML_TEXT_BYTES: usize = 1 << 20;
/// How many mistakes of one file are told.
pub const PROBLEMS_KEPT: usize = 2_000;
/// How deep lists and quotations may nest in Markdown.
pub const MARKDOWN_DEPTH: usize = 100;
/// How many links, pictures, headings and footnotes one text in Markdown may have: each takes some hundred bytes of
/// memory, however short it is.
pub const MARKDOWN_PARTS: usize = 100_000;
/// The longest path of a file, below the site's root, in characters.
pub const PATH_CHARACTERS: usize = 200;
/// The longest id, in characters.
pub const ID_CHARACTERS: usize = 64;
/// How many problems are printed in full; the rest are counted.
pub const PROBLEMS_PRINTED: usize = 1_000;
