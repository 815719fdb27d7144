"""Feeds as the Python package feedparser reads them: without one complaint, and all three the same.

    python3 tests/site/feeds.py FOLDER ADDRESS

FOLDER is a built site, ADDRESS where it was built to live.
"""

import html
import json
import re
import sys
from pathlib import Path

import feedparser

from counted import check, end


def read(path, address, version):
    """Title, address, id and moment of each entry."""
    name = path.relative_to(FOLDER)
    # From memory, with the headers that a server sends: what is read from a file has none.
    feed = feedparser.parse(path.read_bytes(), response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address})
    check(not feed.bozo, name, f"feedparser complains: {feed.get('bozo_exception')}")
    check(feed.version == version, name, f"is read as {feed.version}")
    check(feed.feed.get("title", "") != "" and feed.feed.get("link", "").startswith("http"), name, "no title or no address")
    check(feed.feed.get("language", "") != "", name, "no language")
    check(any(link.rel == "self" for link in feed.feed.links), name, "no link to itself")
    check(feed.feed.get("updated_parsed") is not None, name, "no date")
    check(len(feed.entries) > 0, name, "no entry")
    ids = [entry.get("id") for entry in feed.entries]
    check(None not in ids and len(set(ids)) == len(ids), name, "an entry without an id of its own")
    for entry in feed.entries:
        for field in ("title", "link", "published_parsed"):
            check(entry.get(field), name, f"{entry.get('id')} has no {field}")
        text = entry.content[0].value if "content" in entry else entry.get("summary", "")
        check(text != "", name, f"{entry.get('id')} has no text")
        check(re.search(r'\s(href|src)="(?![a-z]+:)', text) is None, name, f"{entry.get('id')} has an address that is not whole")
    moment = lambda entry: tuple(entry.get("published_parsed") or ())
    return [(html.unescape(entry.get("title", "")), entry.get("link"), entry.get("id"), moment(entry)) for entry in feed.entries]


def main():
    files = sorted(FOLDER.rglob("feed.xml"))
    check(len(files) > 0, FOLDER, "no feed")
    for atom in files:
        rss, feed = atom.with_name("rss.xml"), atom.with_name("feed.json")
        where = ADDRESS + str(atom.parent.relative_to(FOLDER)).replace(".", "")
        entries = read(atom, f"{where}/feed.xml", "atom10")
        check(entries == read(rss, f"{where}/rss.xml", "rss20"), rss, "tells something else than feed.xml")
        items = json.loads(feed.read_text(encoding="utf-8"))["items"]
        told = [(item["title"], item["url"], item["id"]) for item in items]
        check(told == [entry[:3] for entry in entries], feed, "tells something else than feed.xml")
    return end()


if __name__ == "__main__":
    FOLDER, ADDRESS = Path(sys.argv[1]), sys.argv[2]
    sys.exit(main())
