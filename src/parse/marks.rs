//! Which texts of a file tell something of an episode, and which anybody may read. Noted while they are read,
//! so that no kind can forget one of its fields.

use super::decode::Cx;
use super::yaml::Node;
use crate::base::id::RecordId;
use crate::base::place::Place;

/// The texts of one file.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub marked: Vec<Marked>,
    /// Those without a mark, each followed by a line end.
    pub open: String,
    /// Addresses elsewhere, as written.
    pub addresses: Vec<(String, Place)>,
    within: Within,
}

/// A text below a `spoiler:`, in one language.
#[derive(Clone, Debug)]
pub struct Marked {
    pub text: String,
    pub place: Place,
    pub owner: RecordId,
    /// The record's own field that it stands in.
    pub field: &'static str,
    /// The record as a whole is marked, and nothing nearer.
    pub is_of_record: bool,
}

/// What the mapping that is being read is marked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    #[default]
    Open,
    /// The mark of the record.
    Record,
    /// A mark of its own, or of a mapping around it.
    Part,
}

impl Cx<'_> {
    /// A mapping begins. What it gives back belongs to `leave`.
    pub fn enter(&mut self, node: &Node) -> Within {
        let around = self.marks.within;
        if node.get("spoiler").is_some() {
            self.marks.within = if self.field.is_empty() { Within::Record } else { Within::Part };
        }
        around
    }

    /// The mapping is over.
    pub fn leave(&mut self, around: Within) {
        self.marks.within = around;
    }

    /// Free text that readers will see, on one line; noted by whether it may stand in the open.
    pub fn said(&mut self, node: &Node) -> Option<String> {
        let text = self.line(node)?;
        if self.marks.within == Within::Open {
            self.marks.open.push_str(&text);
            self.marks.open.push('\n');
        } else {
            let marked = Marked {
                text: text.clone(),
                place: self.place(node.at),
                owner: self.owner.clone(),
                field: if self.top.is_empty() { self.field } else { self.top },
                is_of_record: self.marks.within == Within::Record,
            };
            self.marks.marked.push(marked);
        }
        Some(text)
    }
}
