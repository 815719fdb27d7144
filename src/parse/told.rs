//! How the values of `values` are told as data.

use super::tell::{Shapes, Tell, Teller, to, word};
use super::values::{
    About, ArtistRef, CharacterRef, Country, Currency, DramaRef, Ep, EpisodeRef, Eps, EpsPart, ImageRef, MemberRef,
    PerformerRef, PersonRef, ReleaseRef, ShopRef, SongRef, SourceRef, Word,
};
use crate::base::datum::Datum;
use crate::base::id::Ref;

/// Words of the author's own, as they were written.
macro_rules! told_words {
    ($($type:ty, $name:literal;)*) => {$(
        impl Tell for $type {
            fn tell(&self, _: &dyn Teller) -> Option<Datum> {
                Some(Datum::text(&self.0))
            }
            fn shape(shapes: &mut Shapes) -> String {
                shapes.define($name, |_| word())
            }
        }
    )*};
}
told_words! { Word, "word"; Currency, "currency"; Country, "country"; }

macro_rules! told_refs {
    ($($type:ty)*) => {$(
        impl Tell for $type {
            fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
                self.0.tell(teller)
            }
            fn shape(shapes: &mut Shapes) -> String {
                Ref::shape(shapes)
            }
        }
    )*};
}
told_refs! { DramaRef CharacterRef PersonRef ArtistRef EpisodeRef SongRef ReleaseRef ShopRef ImageRef PerformerRef MemberRef }

impl Tell for SourceRef {
    /// Sources are named so often that their ids must do.
    fn tell(&self, _: &dyn Teller) -> Option<Datum> {
        Some(Datum::text(&*self.0.id))
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("id", |_| word())
    }
}

impl Tell for Ep {
    fn tell(&self, _: &dyn Teller) -> Option<Datum> {
        Some(Datum::text(match self {
            Ep::Of(to) => &*to.id,
            Ep::All => "all",
        }))
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("episode-id", |_| word())
    }
}

impl Tell for Eps {
    fn tell(&self, _: &dyn Teller) -> Option<Datum> {
        let part = |part: &EpsPart| match part {
            EpsPart::One(to) => to.id.to_string(),
            EpsPart::Run(from, until) => format!("{}..{}", from.id, until.id),
            EpsPart::All => "all".to_string(),
        };
        Some(Datum::List(self.0.iter().map(|one| Datum::Text(part(one))).collect()))
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("episodes", |_| Datum::map([("type", Some(Datum::text("array"))), ("items", Some(word()))]))
    }
}

impl Tell for About {
    fn tell(&self, teller: &dyn Teller) -> Option<Datum> {
        match self {
            About::Record(to) => to.tell(teller),
            About::Episodes(eps) => Some(Datum::map([("episodes", eps.tell(teller))])),
        }
    }
    fn shape(shapes: &mut Shapes) -> String {
        shapes.define("record-or-episodes", |shapes| {
            let record = to(&Ref::shape(shapes));
            let episodes = to(&Eps::shape(shapes));
            let episodes = super::tell::object(vec![("episodes", episodes, "")], &["episodes"]);
            Datum::map([("anyOf", Some(Datum::List(vec![record, episodes])))])
        })
    }
}
