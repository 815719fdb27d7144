//! `songs.yaml`: a song is a recording. There is no field for lyrics, on purpose.

use super::common::Credited;
use super::record::check_id;
use crate::base::day::{Dur, When};
use crate::base::fact::{List, Maybe, Need, NeedList};
use crate::base::lang::Lang;
use crate::base::name::Name;
use crate::base::text::Text;
use crate::base::walk::Walk;
use crate::parse::decode::{Cx, Value, fields, read_by_key, words};
use crate::parse::shape::Shape;
use crate::parse::values::{Ep, Eps, SongRef, Word};
use crate::parse::walked::{Walked, walk_by_key};
use crate::parse::yaml::{Node, Yaml};

fields! { "a song";
    pub struct Song {
        /// Its title.
        title: Need<Name>,
        /// What to show while its title is unknown.
        shown_as: Maybe<Text>,
        /// Who performs it.
        by: NeedList<Credited>,
        /// Who is featured.
        featuring: List<Credited>,
        /// What sort of recording it is.
        kind: Maybe<SongKind>,
        /// Who wrote it.
        writers: Maybe<Writers>,
        /// How long it is.
        duration: Maybe<Dur>,
        /// When it came out, if not with its release.
        released: Maybe<When>,
        /// International Standard Recording Code.
        isrc: Maybe<Word>,
        /// The song that this is another version of.
        version_of: Maybe<VersionOf>,
        /// Other takes of the same song, by a short key.
        takes: Maybe<Takes>,
        /// Languages it is sung in; `zxx` for none.
        languages: List<Lang>,
        /// Where in the drama it is heard.
        heard_in: List<Heard>,
        /// Its part of the soundtrack, only where no release is recorded.
        part: Maybe<u32>,
    }
}

words! {
    pub enum SongKind {
        Vocal "vocal", Instrumental "instrumental", Score "score", Narration "narration", Other "other",
    }
}

fields! { "a list of writers";
    pub struct Writers {
        /// Who composed it.
        music: List<Credited>,
        /// Who wrote the words.
        lyrics: List<Credited>,
        /// Who arranged it.
        arrangement: List<Credited>,
        /// Who wrote it together, where the source does not say who did what.
        together: List<Credited>,
    }
}

fields! { "a version";
    pub struct VersionOf {
        /// Of which song.
        song: Need<SongRef>,
        /// How it differs.
        how: Need<TakeKind>,
    }
}

words! {
    pub enum TakeKind {
        Instrumental "instrumental", TvSize "tv-size", Live "live", Acoustic "acoustic", Demo "demo",
        Remix "remix", Other "other",
    }
}

fields! { "a take";
    /// What it does not say is as its song says.
    pub struct Take {
        /// How it differs from the song.
        how: Need<TakeKind>,
        /// Its title.
        title: Maybe<Name>,
        /// Who performs it.
        by: List<Credited>,
        /// How long it is.
        duration: Maybe<Dur>,
        /// When it came out.
        released: Maybe<When>,
        /// International Standard Recording Code.
        isrc: Maybe<Word>,
    }
}

/// Takes by key; a take's id is `<song>-<key>`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Takes(pub Vec<(String, Take)>);

impl Walked for Takes {
    const HAS_PARTS: bool = true;
    fn walk<'a>(&'a self, walk: &mut Walk<'a, '_>) {
        walk_by_key(&self.0, walk);
    }
}

impl Value for Takes {
    const OPENS: bool = false;
    fn form() -> String {
        "takes by a short key: `{inst: {how: instrumental}}`".into()
    }
    fn shape() -> Shape {
        Shape::Keyed { key: "^.+$", value: Box::new(Take::shape()) }
    }
    fn read(node: &Node, cx: &mut Cx) -> Option<Takes> {
        if let Yaml::Map(entries) = &node.is {
            for (key, _) in entries {
                if let Err(complaint) = check_id(key, cx.place(key.at)) {
                    cx.complain(complaint.help("the id of a take is that of its song, a hyphen and this key"));
                }
            }
        }
        read_by_key(node, cx, &Takes::form()).map(Takes)
    }
}

fields! { "a cue";
    /// One time that a song is heard.
    pub struct Heard {
        /// In which episode.
        episode: Need<Eps>,
        /// At which time of it.
        at: Maybe<Dur>,
        /// What happens.
        scene: Maybe<Text>,
        /// Tells something of that episode.
        spoiler: Maybe<Ep>,
        /// Who says so.
        sources: List<crate::parse::values::SourceRef>,
    }
}
