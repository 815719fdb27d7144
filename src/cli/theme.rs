use super::Exit;
use clap::Args;
#[derive(Args, Debug)]
pub struct ThemeLine {}
pub fn run(_: &ThemeLine) -> Exit { Exit::Done }
