// For the page of one door and nothing else: without a connection a page without names is answered, which shows the list
// that the tab itself kept (door_kept.js). Kept here are that page and what it looks like.
const SHELL = "{{ shell }}", LOOKS = "door-looks", PATIENCE = 15000, DOOR = new URL("./", self.location).pathname;

self.addEventListener("install", (event) => event.waitUntil(keepLooks().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keepLooks() {
  const cache = await caches.open(LOOKS), page = await fetch(SHELL);
  if (!page.ok || page.redirected) throw new Error("no page to show without a connection");
  const text = await page.clone().text();
  const files = [...text.matchAll(/(?:href|src)="(\/[^"#]+\.(?:css|js|svg)[^"]*)"/g)].map((found) => found[1]);
  await cache.put(SHELL, page);
  await Promise.all(files.map((file) => cache.add(file.replaceAll("&amp;", "&"))));
}

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === DOOR) event.respondWith(fetched(request, SHELL));
  } else if (/\.(css|js|svg|woff2)$/.test(address.pathname)) event.respondWith(fetched(request, request));
});

async function fetched(request, instead) {
  let answer = null;
  try {
    answer = await Promise.race([fetch(request), late()]);
    if (answer.status < 500) return answer;
  } catch {
    // no connection, or one on which nothing arrives
  }
  return (await caches.match(instead)) || answer || fetch(request);
}

function late() {
  return new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
}
