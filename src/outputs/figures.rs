//! Published numbers, as a table.

use super::desk::Desk;
use super::views::{Bit, Cite, FactView};
use crate::kinds::Common;
use serde::Serialize;

/// A number with its meaning.
#[derive(Serialize, Clone, Debug)]
pub struct FigureView {
    pub what: Bit,
    pub value: FactView,
    pub date: Option<Bit>,
    pub cites: Vec<Cite>,
}

pub fn figures(desk: &Desk, common: &Common) -> Vec<FigureView> {
    let view = |figure: &crate::kinds::common::Figure| {
        let unit = figure.unit.get().map(|unit| desk.text(unit).text);
        let value = figure.value.fact().map(|fact| {
            desk.fact(fact, |number| {
                // Years and ranks read better without commas.
                let text = if number.as_str().len() > 4 { number.grouped() } else { number.to_string() };
                let text = match &unit {
                    None => text,
                    Some(unit) if unit.starts_with('%') || desk.lang.is("ko") => format!("{text}{unit}"),
                    Some(unit) => format!("{text} {unit}"),
                };
                vec![desk.plain(text)]
            })
        });
        FigureView {
            what: figure.what.get().map(|what| desk.text(what)).unwrap_or_default(),
            value: value.unwrap_or_default(),
            date: figure.date.get().map(|day| desk.day(*day)),
            cites: desk.cite_list(&figure.sources),
        }
    };
    common.figures.iter().map(view).collect()
}
