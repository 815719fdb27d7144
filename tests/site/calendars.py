"""Calendars as the Python package icalendar reads them: whole, and at the hours of the pages and of the facts.

    python3 tests/site/calendars.py FOLDER ADDRESS [CONTENT]

FOLDER is a built site, ADDRESS where it was built to live. CONTENT is the folder of its facts: the hours in its
episodes.yaml are worked out again with the zones of Python, in Seoul, Berlin and Los Angeles.
"""

import re
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar

from counted import check, end

CITIES = [ZoneInfo(name) for name in ("Asia/Seoul", "Europe/Berlin", "America/Los_Angeles")]
TIME = re.compile(r'<time datetime="([^"]*)"')


def in_cities(moment):
    return [f"{moment.astimezone(city):%Y-%m-%d %H:%M:%S}" for city in CITIES]


def shown_on(folder, address, url):
    """The moments and days that the page of an event shows."""
    base = urlsplit(address).path
    path = urlsplit(url).path
    assert path.startswith(base), f"{url} lies outside {address}"
    page = folder / path[len(base):] / "index.html"
    if not page.is_file():
        return None
    found = TIME.findall(page.read_text(encoding="utf-8"))
    moments = [datetime.fromisoformat(text) for text in found if "T" in text and not text.startswith("PT")]
    return [in_cities(moment) for moment in moments], found


def check_calendar(folder, address, path, told):
    name = path.relative_to(folder)
    source = path.read_bytes()
    check(re.search(rb"(?<!\r)\n|\r(?!\n)", source) is None, name, "a line does not end in CRLF")
    check(all(len(line) <= 75 for line in source.split(b"\r\n")), name, "a line is longer than 75 octets")
    calendar = Calendar.from_ical(source)
    check(calendar.errors == [], name, f"{calendar.errors}")
    check(calendar["VERSION"] == "2.0" and calendar["PRODID"] != "", name, "no VERSION or PRODID")
    events = list(calendar.walk("VEVENT"))
    check(len(events) > 0, name, "no event")
    for event in events:
        uid = str(event["UID"])
        check(event.errors == [], name, f"{uid}: {event.errors}")
        if event.errors:
            continue
        start, stamp = event["DTSTART"].dt, event["DTSTAMP"].dt
        check(isinstance(stamp, datetime) and stamp.utcoffset() == timedelta(0), name, f"{uid}: DTSTAMP is not in UTC")
        check(str(event["SUMMARY"]).strip() != "", name, f"{uid}: no SUMMARY")
        check(all(key not in event for key in ("RRULE", "RDATE", "DURATION")), name, f"{uid} says what no source says")
        shown = shown_on(folder, address, str(event["URL"]))
        check(shown is not None, name, f"{uid}: {event['URL']} is not there")
        if isinstance(start, datetime):
            is_utc = start.utcoffset() == timedelta(0)
            check(is_utc, name, f"{uid}: DTSTART is not in UTC")
            if not is_utc:
                continue
            check(shown is None or in_cities(start) in shown[0], name, f"{uid}: its page does not say {in_cities(start)}")
            if "DTEND" in event:
                check(event["DTEND"].dt > start, name, f"{uid} ends before it begins")
        else:
            check(shown is None or start.isoformat() in shown[1], name, f"{uid}: its page does not say {start}")
            check("DTEND" not in event, name, f"{uid}: a day with an end")
        check(told.setdefault(uid, start) == start, name, f"{uid} is at two times")


def check_facts(content, told):
    """Hours as they were written, worked out with the zones of Python."""
    site = (content / "site.yaml").read_text(encoding="utf-8")
    own = re.search(r"^timezone: (\S+)", site, re.M).group(1)
    found = 0
    for line in (content / "episodes.yaml").read_text(encoding="utf-8").splitlines():
        fact = re.match(r"(\d+): \{airs: (\d{4}-\d\d-\d\d)(?: (\d\d):(\d\d)(?: ([A-Z]\w+/\w+))?)?[,}]", line)
        if not fact:
            continue
        number, day, hour, minute, zone = fact.groups()
        uid = next((uid for uid in told if uid.startswith(f"episode-{number}-airs@")), None)
        wanted = date.fromisoformat(day)
        if hour is not None:
            # 24:50 is 00:50 of the next day.
            wanted += timedelta(days=int(hour) // 24)
            at = datetime(wanted.year, wanted.month, wanted.day, int(hour) % 24, int(minute), tzinfo=ZoneInfo(zone or own))
            wanted = at.astimezone(timezone.utc)
        check(uid is not None and told[uid] == wanted, "episodes.yaml", f"{number} is at {wanted}, and told at {uid and told[uid]}")
        found += 1
    check(found >= 10, "episodes.yaml", f"only {found} dates were found")


def main():
    folder, address = Path(sys.argv[1]), sys.argv[2]
    told = {}
    files = sorted(folder.rglob("*.ics"))
    check(len(files) > 0, folder, "no calendar")
    for path in files:
        check_calendar(folder, address, path, told)
    if len(sys.argv) > 3:
        check_facts(Path(sys.argv[3]), told)
    return end()


if __name__ == "__main__":
    sys.exit(main())
