// At the door: what is tapped stands on this device until the server has it, through a bad connection, and is sent once:
// each tap has a key of its own, so one that arrives twice counts once. Kept for that are keys, codes and times, never
// names; the list itself is kept as door_kept.js says. Without this file each tap is a form. (A module: its names are
// its own.)

const door = document.querySelector("[data-door]");
const AWAY = Symbol("away"), LATER = Symbol("later"), GONE = [400, 404, 410];
const WAIT = 5000, SILENCE = 20000, PLACE = `taps:${door.dataset.who}:`, ASIDE = `refused:${door.dataset.who}:`;
const says = (name, n) => door.dataset[name].replace("%s", n ?? "");
const wholePage = () => document.getElementById("main").innerHTML;
let busy = false, timer = 0;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function stored(place) {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(place));
  return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })).sort((a, b) => a.at - b.at);
}

const waiting = () => stored(PLACE);

function rowOf(who) {
  return who && document.querySelector(`[data-row="${CSS.escape(who)}"]`);
}

// Whose a tap is: as it was tapped, or as the list knows the code that was typed.
function whoseIs({ booking, part, code }) {
  const said = (code || "").replace(/\s/g, "").toUpperCase();
  return booking || part || (said && document.querySelector(`[data-code="${CSS.escape(said)}"]`)?.dataset.row);
}

// What the row of somebody shows: "here", "not here", and whether that is still to be sent.
function show(who, act = "", words = "") {
  const row = rowOf(who);
  if (!row) return;
  row.dataset.state = act;
  row.querySelector("[data-said]").textContent = words;
  for (const form of row.querySelectorAll("form[data-tap]")) {
    form.hidden = form.querySelector("[name=act]").value === act;
  }
}

function showQueue() {
  const taps = waiting(), place = door.querySelector("[data-waiting]");
  for (const tap of taps) show(whoseIs(tap.fields), tap.fields.act, says("waits"));
  place.hidden = !taps.length;
  place.querySelector("p").textContent = taps.length ? says("queue", taps.length) : "";
  clearTimeout(timer);
  if (taps.length) timer = setTimeout(send, WAIT);
}

function tell(words, bad) {
  const place = door.querySelector("[data-told]");
  place.textContent = words;
  place.classList.toggle("stop", Boolean(bad));
}

// What the server refused stands on the page with its reason until somebody has seen to it.
function setAside(tap, words) {
  const { key, at, url, fields } = tap;
  localStorage.setItem(ASIDE + key, JSON.stringify({ key, at, url, fields, words }));
}

function showAside() {
  const url = new URL(door.dataset.url, location.href).href, place = door.querySelector("[data-aside]");
  const rows = stored(ASIDE).filter((tap) => tap.url === url);
  place.hidden = !rows.length;
  place.querySelector("ul").replaceChildren(...rows.map((tap) => {
    const item = place.querySelector("template").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-whom]").textContent = whomOf(tap);
    item.querySelector("[data-why]").textContent = tap.words;
    item.querySelector("button").addEventListener("click", () => { localStorage.removeItem(tap.name); showAside(); });
    return item;
  }));
}

function whomOf({ fields, at }) {
  const time = new Date(at).toLocaleTimeString([], { timeStyle: "short" });
  const row = rowOf(fields.booking || fields.part)?.querySelector(".line")?.textContent.trim();
  return [row || fields.code || (fields.people && says("people", fields.people)) || "", time].filter(Boolean).join(" · ");
}

// One after the other, in the order in which they were tapped; what the server refuses, or has no list for, is set aside
// and not sent again. One that it stumbles over stays and keeps no other one back.
async function send() {
  if (busy) return;
  busy = true;
  let arrived = 0;
  try {
    for (const tap of waiting()) {
      const answer = await sent(tap);
      if (answer === AWAY) break;
      if (answer === LATER) continue;
      if (answer.refused) setAside(tap, answer.words);
      localStorage.removeItem(tap.name);
      arrived += 1;
      show(answer.booking || whoseIs(tap.fields), answer.state, answer.short);
      if (answer.also) show(answer.also.booking, answer.also.state, answer.also.short); // the employer whose person it is
      if (answer.came !== undefined) door.querySelector("[data-came]").textContent = answer.came;
      tell(answer.words, answer.refused);
    }
  } finally {
    busy = false;
    showQueue();
    showAside();
  }
  if (arrived) await keepPage();
}

async function sent(tap) {
  const body = new URLSearchParams({ ...tap.fields, key: tap.key, at: Math.round(tap.at / 1000), said: "short" });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(tap.url, {
      method: "POST", body, headers: { "X-CSRFToken": token }, signal: AbortSignal.timeout(SILENCE), redirect: "manual",
    });
    const plain = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (plain && answer.status < 500) return await answer.json();
    if (GONE.includes(answer.status)) return { refused: true, words: says("gone") };
    if (answer.type !== "opaqueredirect" && answer.status !== 403) return LATER;
    tell(says("signedOut"), true);
    await forgetList();
  } catch {
    // no connection
  }
  return AWAY;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-tap]") || !form.reportValidity()) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  for (const name of ["csrfmiddlewaretoken", "key"]) delete fields[name];
  const key = newKey();
  try {
    localStorage.setItem(PLACE + key, JSON.stringify({ key, url: form.action, at: Date.now(), fields }));
  } catch {
    return form.submit(); // a device that keeps nothing: the form goes by itself
  }
  if (form.hasAttribute("data-clear")) form.reset();
  showQueue();
  send();
});

// The list is narrowed here, so that it works without a connection.
const search = door.querySelector("[data-narrow]");
search?.addEventListener("input", () => {
  const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll("[data-row]")) {
    const text = row.textContent.toLocaleLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
  }
});
search?.form.addEventListener("submit", (event) => event.preventDefault());

// ── A reload without a connection ──

const until = Number(door.dataset.until);

async function keepPage() {
  if (until * 1000 > Date.now() && !("offline" in document.body.dataset)) await keepList(wholePage(), until);
}

async function settle() {
  await forgetOldLists();
  const workers = navigator.serviceWorker;
  if (until * 1000 > Date.now()) {
    await keepPage();
    await workers?.register("worker.js");
  } else { // closed, or over: nothing of it stays on the device
    await forgetList();
    await (await workers?.getRegistration(location.pathname))?.unregister();
  }
}

async function connectedAgain() {
  await send();
  if ("offline" in document.body.dataset && !waiting().length) location.reload();
}

window.addEventListener("online", connectedAgain);
window.addEventListener("pageshow", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
showQueue();
showAside();
if ("offline" in document.body.dataset) setInterval(() => { if (navigator.onLine && !waiting().length) anew(); }, WAIT);
else settle().catch(() => {}); // a browser that keeps nothing: the page works as long as it is open
send();

// The page is loaded anew as soon as the server answers again.
async function anew() {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}
