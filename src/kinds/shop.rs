//! `shops.yaml`: who sells, streams or counts.

use crate::base::address::Url;
use crate::base::fact::{Maybe, Need};
use crate::base::name::Name;
use crate::parse::decode::{fields, words};
use crate::parse::values::Country;

fields! { "a shop";
    pub struct Shop {
        /// What it is called.
        name: Need<Name>,
        /// What it does.
        kind: Maybe<ShopKind>,
        /// Its address.
        url: Maybe<Url>,
        /// Where it is.
        country: Maybe<Country>,
    }
}

words! {
    pub enum ShopKind { Shop "shop", Service "service", Chart "chart", }
}
