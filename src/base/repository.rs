//! Where a repository is kept, read from the address of a remote, and where GitHub Pages shows its site.

use super::address::Base;

/// A repository at GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitHub {
    /// As written; GitHub takes no notice of case.
    pub owner: String,
    pub name: String,
}

/// How the address of a site stands to the repository that it is published from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is the one that GitHub gives the repository.
    Given,
    /// It is on a domain of one's own.
    OwnDomain,
    /// It is neither: links of the pages would lead elsewhere.
    Not,
}

impl GitHub {
    /// Reads what `git remote -v` shows: `https://github.com/name/repo.git`, `git@github.com:name/repo.git`,
    /// `ssh://git@github.com/name/repo`. Nothing for a repository that is elsewhere.
    pub fn of_remote(address: &str) -> Option<GitHub> {
        let rest = match address.split_once("://") {
            Some((scheme, rest)) => {
                let is_known = ["https", "http", "ssh", "git", "git+ssh"].contains(&scheme);
                let (host, path) = rest.split_once('/').filter(|_| is_known)?;
                is_github(host).then_some(path)?
            }
            // As scp writes it: host, colon, path.
            None => {
                let (host, path) = address.split_once(':')?;
                is_github(host).then_some(path)?
            }
        };
        let rest = rest.trim_matches('/');
        let (owner, name) = rest.strip_suffix(".git").unwrap_or(rest).split_once('/')?;
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        (is_name(owner) && is_name(name)).then(|| GitHub { owner: owner.to_string(), name: name.to_string() })
    }

    /// A repository that is called after its owner has the site at the root of `owner.github.io`.
    pub fn is_of_user(&self) -> bool {
        self.name.eq_ignore_ascii_case(&format!("{}.github.io", self.owner))
    }

    /// Where GitHub Pages shows the site of the repository, unless it has a domain of its own.
    pub fn pages(&self) -> String {
        let owner = self.owner.to_ascii_lowercase();
        match self.is_of_user() {
            true => format!("https://{owner}.github.io/"),
            false => format!("https://{owner}.github.io/{}/", self.name),
        }
    }

    /// Where the settings of its site are.
    pub fn settings(&self) -> String {
        format!("https://github.com/{}/{}/settings/pages", self.owner, self.name)
    }

    /// Whether a site with this address can be published from the repository.
    pub fn fits(&self, base: &Base) -> Fit {
        let address = format!("{}{}/", base.origin(), base.path());
        if address.eq_ignore_ascii_case(&self.pages()) {
            return Fit::Given;
        }
        // A site of a project lies below the domain that its owner gave the own site.
        let is_at_root = base.path().is_empty();
        let is_below = base.path().eq_ignore_ascii_case(&format!("/{}", self.name)) && !self.is_of_user();
        match base.has_own_domain() && (is_at_root || is_below) {
            true => Fit::OwnDomain,
            false => Fit::Not,
        }
    }
}

fn is_github(host: &str) -> bool {
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    matches!(host.as_str(), "github.com" | "www.github.com" | "ssh.github.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn github(address: &str) -> GitHub {
        GitHub::of_remote(address).unwrap_or_else(|| panic!("{address}"))
    }

    #[test]
    fn every_way_to_write_a_repository_is_read() {
        let known = GitHub { owner: "Mina-K".into(), name: "my.drama".into() };
        for address in [
            "https://github.com/Mina-K/my.drama",
            "https://github.com/Mina-K/my.drama.git",
            "https://github.com/Mina-K/my.drama/",
            "https://mina@github.com/Mina-K/my.drama.git",
            "git@github.com:Mina-K/my.drama.git",
            "github.com:Mina-K/my.drama",
            "ssh://git@github.com/Mina-K/my.drama.git",
            "ssh://git@ssh.github.com:443/Mina-K/my.drama.git",
            "git://GitHub.com/Mina-K/my.drama",
        ] {
            assert_eq!(github(address), known, "{address}");
        }
        for address in [
            "https://gitlab.com/mina/drama",
            "https://github.com/mina",
            "https://github.com/mina/a/b",
            "https://github.com.example/mina/drama",
            "/srv/git/drama.git",
            "../drama",
            "C:\\drama",
            "file:///srv/github.com/a/b",
            "",
        ] {
            assert_eq!(GitHub::of_remote(address), None, "{address}");
        }
    }

    #[test]
    fn a_repository_says_where_its_site_stands() {
        assert_eq!(github("https://github.com/Mina/Drama").pages(), "https://mina.github.io/Drama/");
        assert_eq!(github("https://github.com/Mina/mina.github.io").pages(), "https://mina.github.io/");
    }

    #[test]
    fn an_address_fits_or_does_not() {
        let (project, user) = (github("git@github.com:mina/drama"), github("git@github.com:mina/mina.github.io"));
        let fit = |github: &GitHub, address: &str| github.fits(&Base::new(address).unwrap());
        for (address, of_project, of_user) in [
            ("https://mina.github.io/drama/", Fit::Given, Fit::Not),
            ("https://mina.github.io/Drama", Fit::Given, Fit::Not),
            ("https://mina.github.io/", Fit::Not, Fit::Given),
            ("https://drama.fan/", Fit::OwnDomain, Fit::OwnDomain),
            ("https://mina.fan/drama/", Fit::OwnDomain, Fit::Not),
            ("https://mina.fan/other/", Fit::Not, Fit::Not),
            ("https://mina.github.io/other/", Fit::Not, Fit::Not),
            ("http://mina.github.io/drama/", Fit::Not, Fit::Not),
            ("https://drama.example/", Fit::Not, Fit::Not),
            ("http://localhost:8000/", Fit::Not, Fit::Not),
        ] {
            assert_eq!((fit(&project, address), fit(&user, address)), (of_project, of_user), "{address}");
        }
    }
}
