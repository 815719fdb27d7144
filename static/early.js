// Runs before the page is drawn, so that a reader who chose a look never sees the other one flash by. Kept by base path: sites
// of one GitHub account share a browser's store.
try {
  const look = localStorage.getItem(`${document.documentElement.dataset.base}look`);
  if (look === 'light' || look === 'dark') document.documentElement.dataset.look = look;
} catch {
  // A browser that keeps nothing shows the look of the system.
}
