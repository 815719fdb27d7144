//! People, groups and companies, and the names of countries and places.

use super::node::{one_of, things};

things! {
    /// <https://schema.org/Person>: also somebody of the story.
    Person "Person" {
        name: String, alternate_name: String, url: String, same_as: String, job_title: String,
        member_of: MusicGroup, award: String,
    }
    /// <https://schema.org/MusicGroup>: a group, a unit, an act.
    MusicGroup "MusicGroup" {
        name: String, alternate_name: String, url: String, same_as: String, member: Person,
        parent_organization: MusicGroup, sub_organization: MusicGroup, award: String,
    }
    /// <https://schema.org/Organization>: a company, a label, a shop.
    Organization "Organization" { name: String, url: String, }
    /// <https://schema.org/Country>
    Country "Country" { name: String, }
    /// <https://schema.org/Place>
    Place "Place" { name: String, alternate_name: String, same_as: String, contained_in_place: Country, }
}

one_of! {
    /// Whoever performs, writes or makes something.
    Agent { Person(Person), Group(MusicGroup), }
}

impl Agent {
    /// The addresses of its pages on this site.
    pub fn urls(&self) -> impl Iterator<Item = &String> {
        match self {
            Agent::Person(person) => person.url.iter(),
            Agent::Group(group) => group.url.iter(),
        }
    }

    /// A human; nothing for a group.
    pub fn person(self) -> Option<Person> {
        match self {
            Agent::Person(person) => Some(*person),
            Agent::Group(_) => None,
        }
    }
}
