"""Proves that the checks in Python can fail: each change to a good site is told.

    python3 tests/site/selftest.py FOLDER ADDRESS CONTENT

The arguments are those of calendars.py, for the site of tests/site/clocks.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FOLDER, ADDRESS, CONTENT = sys.argv[1:4]

CASES = [
    ("calendars.py", "an hour too late", "calendar.ics", "DTSTART:20240310T093000Z", "DTSTART:20240310T103000Z"),
    ("calendars.py", "a day too late", "episodes/13/calendar.ics", "20240331", "20240401"),
    ("calendars.py", "a local hour", "calendar.ics", "DTSTART:20240310T093000Z", "DTSTART:20240310T093000"),
    ("calendars.py", "an hour that cannot be read", "calendar.ics", "DTSTART:20240310T093000Z", "DTSTART:2024-03-10"),
    ("calendars.py", "plain line ends", "calendar.ics", "\r\n", "\n"),
    ("calendars.py", "a dead address", "calendar.ics", "/path/episodes/1/", "/path/episodes/99/"),
    ("calendars.py", "an end before the beginning", "calendar.ics", "DTEND:20240310T105000Z", "DTEND:20240310T085000Z"),
    ("calendars.py", "a rule to repeat", "calendar.ics", "STATUS:CONFIRMED", "RRULE:FREQ=WEEKLY"),
    ("feeds.py", "XML that does not parse", "feed.xml", "</feed>", "</food>"),
    ("feeds.py", "an entry without a title", "rss.xml", r"<item>\s*<title>[^<]*</title>", "<item>"),
    ("feeds.py", "two feeds that differ", "rss.xml", "<item>\\s*<title>", "<item><title>Not "),
    ("feeds.py", "a date that is none", "rss.xml", "<pubDate>[^<]*", "<pubDate>soon"),
    ("feeds.py", "JSON that differs", "feed.json", '"title": "U', '"title": "u'),
]


def run(script, folder):
    content = [CONTENT] if script == "calendars.py" else []
    return subprocess.run([sys.executable, HERE / script, folder, ADDRESS, *content], capture_output=True, text=True)


def main():
    good, bad = 0, 0
    for script in ("calendars.py", "feeds.py"):
        outcome = run(script, FOLDER)
        good, bad = (good + 1, bad) if outcome.returncode == 0 else (good, bad + 1)
        if outcome.returncode != 0:
            print(f"FAILED {script} on the good site:\n{outcome.stdout}{outcome.stderr}")
    for script, name, file, old, new in CASES:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            shutil.copytree(FOLDER, site)
            text = (site / file).read_bytes().decode()
            spoiled = re.sub(old, new, text, count=0 if old == "\r\n" else 1)
            assert spoiled != text, f"{file} has no {old}"
            (site / file).write_bytes(spoiled.encode())
            outcome = run(script, site)
        # Told, and not by falling over.
        if outcome.returncode == 1 and "FAILED" in outcome.stdout:
            good += 1
        else:
            bad += 1
            print(f"FAILED {name}: {script} does not tell it\n{outcome.stdout}{outcome.stderr}")
    print(f"site checks: {good} good, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
