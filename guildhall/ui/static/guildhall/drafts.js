// What somebody types survives the end of the session, a closed tab and a lost connection: on this device, for this
// person or link. It lies there encrypted; the key comes with each page to whom it belongs, so nobody else reads it.

const DAYS = 7, PREFIX = "draft:";
const forms = [...document.querySelectorAll("form[data-guard], form[data-draft]")];
const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button"]);

function say(name) {
  const place = document.getElementById("messages"), said = document.getElementById(name);
  if (place && said) place.append(said.content.cloneNode(true));
}

function fieldsOf(form) {
  return [...form.elements].filter((e) => e.name && (!LEFT_OUT.has(e.type) || e.name === "version"));
}

function valueOf(field) {
  return ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
}

// Which of several fields of one name, in the order of the page.
function placesOf(form) {
  const seen = {};
  return fieldsOf(form).map((field) => [`${field.name}#${seen[field.name] = (seen[field.name] ?? -1) + 1}`, field]);
}

async function cipher() {
  const hex = document.body.dataset.draftKey;
  if (!hex || !window.crypto?.subtle) return null;
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const whose = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 6);
  const name = `${PREFIX}${base64(whose)}:`;
  return { name, key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

async function keep(store, form, n) {
  const changed = placesOf(form).filter(([, f]) => f.dataset.changed || f.name === "version");
  if (!changed.some(([, f]) => f.dataset.changed)) return;
  const text = JSON.stringify(Object.fromEntries(changed.map(([place, f]) => [place, valueOf(f)])));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, store.key, new TextEncoder().encode(text));
  const row = { at: Date.now(), sent: form.dataset.sent || "", iv: base64(iv), text: base64(new Uint8Array(sealed)) };
  localStorage.setItem(placeOf(store, form, n), JSON.stringify(row));
}

// The whole address, and where the form goes: what was typed for one employer or act does not come back for another.
function placeOf(store, form, n) {
  return `${store.name}${location.pathname}${location.search}#${form.getAttribute("action") || n}`;
}

async function bringBack(store, form, n) {
  const place = placeOf(store, form, n), row = JSON.parse(localStorage.getItem(place) || "null");
  if (document.getElementById("errors")) { // a form that came back with errors holds what was typed: all of it is kept
    for (const field of fieldsOf(form)) if (field.name !== "version") field.dataset.changed = "1";
    return keep(store, form, n);
  }
  if (!row) return;
  let values;
  try {
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(row.iv) }, store.key, bytesOf(row.text));
    values = JSON.parse(new TextDecoder().decode(opened));
  } catch {
    return localStorage.removeItem(place);
  }
  const before = placesOf(form).map(([, field]) => [field, valueOf(field)]);
  const same = ([name, field]) => !(name in values) || values[name] === valueOf(field);
  if (placesOf(form).every(same)) return; // the page shows it already, as on a second look before it is saved
  for (const [name, field] of placesOf(form)) {
    if (!(name in values)) continue;
    if (typeof values[name] === "boolean") field.checked = values[name]; else field.value = values[name];
    if (field.name !== "version") field.dataset.changed = "1";
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  say("said-draft");
  document.querySelector("[data-drop-draft]")?.addEventListener("click", (event) => {
    localStorage.removeItem(place);
    for (const [field, value] of before) {
      if (typeof value === "boolean") field.checked = value; else field.value = value;
      delete field.dataset.changed;
    }
    event.target.closest(".notice").remove();
  });
}

// A page that says that something is saved ends the drafts that were sent; the others rest for a week.
function tidy(store) {
  const saved = document.querySelector("#messages > .good, #messages > .success");
  for (const place of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const row = JSON.parse(localStorage.getItem(place) || "{}");
    const done = saved && row.sent && place.startsWith(store.name);
    if (done || !(Date.now() - row.at < DAYS * 864e5)) localStorage.removeItem(place);
  }
}

function isKeptForLater() {
  return Object.keys(localStorage).some((name) => {
    if (!name.startsWith(PREFIX)) return false;
    const row = JSON.parse(localStorage.getItem(name) || "{}");
    return row.sent && Date.now() - row.sent < 12e4;
  });
}

async function begin() {
  const store = await cipher();
  if (!store) {
    if (document.querySelector("form input[type=password], form[data-signs-in]") && isKeptForLater()) say("said-kept");
    return;
  }
  tidy(store);
  for (const [n, form] of forms.entries()) {
    await bringBack(store, form, n);
    let last = 0;
    form.addEventListener("input", (event) => {
      event.target.dataset.changed = "1";
      clearTimeout(last);
      last = setTimeout(() => keep(store, form, n), 400);
    });
    form.addEventListener("submit", (event) => {
      form.dataset.sent = Date.now();
      keep(store, form, n);
      // The browser's own page for this would tell nobody that the words are kept. Some browsers say that there is no
      // connection where there is one: who presses again means it.
      if (navigator.onLine || form.dataset.held) return void delete form.dataset.held;
      event.preventDefault();
      form.dataset.held = "1";
      if (!document.querySelector("#messages [data-offline]")) say("said-offline");
    });
  }
}

begin().catch(() => { /* a browser that keeps nothing: the page works without */ });
