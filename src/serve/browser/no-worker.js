// The preview wants no worker: this one takes away what the site's own kept under this address, and itself.
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('linernotes:')).map((name) => caches.delete(name)));
  await registration.unregister();
})()));
