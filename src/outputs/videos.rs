//! Films that play elsewhere: a plain link, which script makes a button. The player of the other host is loaded when a
//! reader presses it, and the policy of the page allows a frame of just that host.

use super::desk::Desk;
use super::views::VideoView;
use crate::kinds::Common;
use crate::kinds::common::{Link, LinkKind};
use std::collections::BTreeSet;

/// The address of a player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// With its scheme, for a policy.
    pub origin: &'static str,
    pub address: String,
}

/// The player of what an address leads to, for hosts whose players set nothing before they are asked to play.
pub fn player(address: &str) -> Option<Player> {
    let rest = address.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query = query.split('#').next().unwrap_or("");
    let path = path.split('#').next().unwrap_or("").trim_end_matches('/');
    let id = match host {
        "youtu.be" => path,
        "youtube.com" | "music.youtube.com" if path == "watch" => {
            query.split('&').find_map(|pair| pair.strip_prefix("v=")).unwrap_or("")
        }
        "youtube.com" => {
            ["shorts/", "live/", "embed/"].iter().find_map(|start| path.strip_prefix(start)).unwrap_or("")
        }
        "vimeo.com" => {
            let is_number = !path.is_empty() && path.bytes().all(|byte| byte.is_ascii_digit());
            let origin = "https://player.vimeo.com";
            return is_number
                .then(|| Player { origin, address: format!("{origin}/video/{path}?autoplay=1&dnt=1") });
        }
        _ => "",
    };
    let is_id =
        id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let origin = "https://www.youtube-nocookie.com";
    is_id.then(|| Player { origin, address: format!("{origin}/embed/{id}?autoplay=1") })
}

/// The player of a link to something to see or to hear.
pub fn player_of(link: &Link) -> Option<Player> {
    let is_film = matches!(link.kind.get(), Some(LinkKind::Watch | LinkKind::Listen));
    link.url.get().filter(|_| is_film).and_then(|url| player(url.as_str()))
}

/// The films of a record.
pub fn videos(desk: &Desk, common: &Common) -> Vec<VideoView> {
    let view = |link: &Link| {
        let player = player_of(link)?;
        let bit = super::outside_link(desk, link)?;
        desk.allow_frame(player.origin);
        let title = desk.strings.fill("play", &[("title", &bit.text)]);
        Some(VideoView { bit, frame: player.address, title })
    };
    common.links.iter().filter_map(view).collect()
}

/// The hosts of all players that pages of the site may load.
pub fn origins(desk: &Desk) -> BTreeSet<&'static str> {
    let ids =
        desk.whole_plan().slots().iter().filter_map(|slot| super::about_of(desk, slot)).collect::<BTreeSet<_>>();
    let records = ids.iter().filter_map(|id| desk.reader.any(id));
    let players = records.flat_map(|record| record.common().links.iter().filter_map(player_of));
    players.map(|player| player.origin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_films_lead_to_players() {
        let address = |address: &str| player(address).map(|player| player.address);
        let youtube = Some("https://www.youtube-nocookie.com/embed/a-b_c1D2e3F?autoplay=1".to_string());
        for known in [
            "https://www.youtube.com/watch?v=a-b_c1D2e3F",
            "https://m.youtube.com/watch?list=x&v=a-b_c1D2e3F&t=3#x",
            "https://youtu.be/a-b_c1D2e3F?si=x",
            "https://www.youtube.com/shorts/a-b_c1D2e3F/",
            "https://music.youtube.com/watch?v=a-b_c1D2e3F",
        ] {
            assert_eq!(address(known), youtube, "{known}");
        }
        let vimeo = Some("https://player.vimeo.com/video/123?autoplay=1&dnt=1".to_string());
        assert_eq!(address("https://vimeo.com/123"), vimeo);
        for other in [
            "https://www.youtube.com/@channel",
            "https://www.youtube.com/watch?v=short",
            "https://youtu.be/a-b_c1D2e\"F",
            "https://youtube.com.evil.example/watch?v=a-b_c1D2e3F",
            "https://vimeo.com/channels/x",
            "http://youtu.be/a-b_c1D2e3F",
            "https://open.spotify.com/track/x",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
    }
}
