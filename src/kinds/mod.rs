//! The kinds of records: one file each with its YAML shape. What holds between records is checked in
//! `model`.

pub mod artist;
pub mod award;
pub mod character;
pub mod common;
pub mod drama;
pub mod episode;
pub mod event;
pub mod image;
pub mod look;
pub mod news;
pub mod page;
pub mod person;
pub mod place;
pub mod record;
pub mod release;
pub mod shop;
pub mod site;
pub mod song;
pub mod source;
mod told;

pub use artist::Artist;
pub use award::Award;
pub use character::Character;
pub use common::Common;
pub use drama::Drama;
pub use episode::Episode;
pub use event::Event;
pub use image::Image;
pub use news::News;
pub use page::Page;
pub use person::Person;
pub use place::Place;
pub use release::Release;
pub use shop::Shop;
pub use site::Site;
pub use song::Song;
pub use source::Source;
