// Runs before the page is drawn, and works on it while it is read: what would come a moment later would make the page jump.
// Kept by base path, since sites of one GitHub account share a browser's store.
{
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(root.dataset.base + key);
    } catch {
      // A browser that keeps nothing shows the look of the system, and nothing of the story.
      return null;
    }
  };
  const look = kept('look');
  if (look === 'light' || look === 'dark') root.dataset.look = look;
  // By this the style sheet keeps the room of what script will show.
  root.dataset.script = '';

  /** Beside an hour of the site's zone, the same moment where the reader is. */
  const tellLocal = (time) => {
    const moment = new Date(time.dateTime);
    const offset = /([+-])(\d\d):(\d\d)$/.exec(time.dateTime);
    if (!offset || Number.isNaN(moment.getTime()) || time.nextElementSibling?.className === 'local') return;
    const there = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    if (-moment.getTimezoneOffset() === there) return;
    const sameDay = new Date(moment.getTime() + there * 60_000).getUTCDate() === moment.getDate();
    const form = sameDay ? { timeStyle: 'short' } : { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };
    const text = new Intl.DateTimeFormat(root.lang, form).format(moment);
    const local = document.createElement('span');
    local.className = 'local';
    local.textContent = ` ${document.body.dataset.local.replace('{time}', text)}`;
    time.after(local);
  };

  /** What tells of episodes that the reader has seen is open. */
  const open = (part) => {
    const seen = Number(kept(`seen:${part.dataset.drama}`));
    if (seen > 0 && Number(part.dataset.seen) <= seen) part.open = true;
  };

  const deeds = { 'time[datetime*="T"]': tellLocal, 'details.spoiler[data-seen]': open };
  const read = (records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        for (const [selector, deed] of Object.entries(deeds)) {
          if (node.matches(selector)) deed(node);
          for (const inner of node.querySelectorAll(selector)) deed(inner);
        }
      }
    }
  };
  const reader = new MutationObserver(read);
  reader.observe(root, { childList: true, subtree: true });
  addEventListener('DOMContentLoaded', () => {
    read(reader.takeRecords());
    reader.disconnect();
  });
}
