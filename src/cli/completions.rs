//! `linernotes completions SHELL`.

use super::Exit;
use super::print::data_and_end;
use clap::Args;
use clap_complete::Shell;

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  linernotes completions bash > ~/.local/share/bash-completion/completions/linernotes\n  \
                        linernotes completions zsh > ~/.zfunc/_linernotes    in a folder of fpath\n  \
                        linernotes completions fish > ~/.config/fish/completions/linernotes.fish\n  \
                        linernotes completions powershell >> $PROFILE"
)]
pub struct CompletionsLine {
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(line: &CompletionsLine) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(line.shell, &mut super::command(), "linernotes", &mut script);
    data_and_end(&String::from_utf8_lossy(&script))
}
