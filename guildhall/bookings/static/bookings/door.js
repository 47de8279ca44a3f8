// At the door: what is tapped stands on this device until the server has it, through a bad connection, and is sent once:
// each tap has a key of its own, so one that arrives twice counts once. Kept are keys, codes and times, never names.
// Without this file each tap is a form.

const door = document.querySelector("[data-door]");
const AWAY = Symbol("away"), LATER = Symbol("later"), GONE = [400, 404, 410];
const WAIT = 5000, SILENCE = 20000, PLACE = `taps:${door.dataset.who}:`;
const says = (name, n) => door.dataset[name].replace("%s", n ?? "");
let busy = false, timer = 0;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function waiting() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
  return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) })).sort((a, b) => a.at - b.at);
}

// What the row of somebody shows: "here", "not here", and whether that is still to be sent.
function show(who, act = "", words = "") {
  const row = who && document.querySelector(`[data-row="${CSS.escape(who)}"]`);
  if (!row) return;
  row.dataset.state = act;
  row.querySelector("[data-said]").textContent = words;
  for (const form of row.querySelectorAll("form[data-tap]")) form.hidden = form.elements.act.value === act;
}

function showQueue() {
  const taps = waiting(), place = door.querySelector("[data-waiting]");
  for (const tap of taps) show(tap.fields.booking, tap.fields.act, says("waits"));
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

// One after the other, in the order in which they were tapped; what the server refuses, or has no list for, is said and
// not sent again. One that it stumbles over stays and keeps no other one back.
async function send() {
  if (busy) return;
  busy = true;
  try {
    for (const tap of waiting()) {
      const answer = await sent(tap);
      if (answer === AWAY) break;
      if (answer === LATER) continue;
      localStorage.removeItem(tap.name);
      show(answer.booking || tap.fields.booking, answer.state, answer.short);
      if (answer.came !== undefined) door.querySelector("[data-came]").textContent = answer.came;
      tell(answer.words, answer.refused);
    }
  } finally {
    busy = false;
    showQueue();
  }
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

window.addEventListener("online", send);
window.addEventListener("pageshow", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
window.addEventListener("beforeunload", (event) => { if (waiting().length) event.preventDefault(); });
showQueue();
send();
