// The list of a door lies on this device, so that it is still there after a reload without a connection: encrypted, with
// a key that this tab alone holds and loses when it is closed or somebody signs out. It goes when its time is over.

const KEPT = "door-lists", KEY = "door-key", UNTIL = "X-Until";

async function listKey(make) {
  if (!window.crypto?.subtle || !window.caches) return null;
  let hex = sessionStorage.getItem(KEY);
  if (!hex && make) {
    hex = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(KEY, hex);
  }
  if (!hex) return null;
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const placeOfList = () => `${location.pathname}kept`;

// `until`: in seconds; whatever is on the page's main part is kept until then.
async function keepList(html, until) {
  const key = await listKey(true);
  if (!key) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify({ html, title: document.title, at: Date.now() }));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text);
  const cache = await caches.open(KEPT);
  await cache.put(placeOfList(), new Response(new Blob([iv, sealed]), { headers: { [UNTIL]: until } }));
  return true;
}

// What is kept of this list; nothing where its time is over, or another tab kept it.
async function keptList() {
  await forgetOldLists();
  const key = await listKey(false), found = key && (await (await caches.open(KEPT)).match(placeOfList()));
  if (!found) return null;
  const bytes = new Uint8Array(await found.arrayBuffer());
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, key, bytes.slice(12));
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

async function forgetList() {
  sessionStorage.removeItem(KEY);
  if (window.caches) await (await caches.open(KEPT)).delete(placeOfList());
}

async function forgetOldLists() {
  if (!window.caches) return;
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const until = Number((await cache.match(request)).headers.get(UNTIL));
    if (until * 1000 < Date.now()) await cache.delete(request);
  }
}
