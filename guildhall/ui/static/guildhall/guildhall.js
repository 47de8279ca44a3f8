// The few things that HTML alone does not do. Every page works without this file.

// "/" goes to the search field, as the key beside it says.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || document.body.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById("q-top");
  if (field) { event.preventDefault(); field.focus(); }
});

// The tab of the present page is scrolled into view on a phone.
for (const here of document.querySelectorAll(".tabs [aria-current]")) {
  here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;
}

// On a phone what to know before a contact is one line that opens.
if (matchMedia("(width < 48rem)").matches) {
  for (const before of document.querySelectorAll(".before > details")) before.open = false;
}

// After an error the summary takes the focus, so that it is read.
document.querySelector("#errors")?.focus();

// Leaving a form with words in it asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let dirty = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

// A form that is saved once is sent once: its buttons rest until the answer is there. (Without script the second
// sending is met by the server.)
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.elements.once) return;
  setTimeout(() => rest(event.target, true)); // afterward: the pressed button is part of what is sent
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) if (form.elements.once) rest(form, false);
});
function rest(form, on) {
  for (const button of form.querySelectorAll("button")) button.disabled = on;
}

// "Select all on this page".
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-select-all]");
  if (!all) return;
  for (const box of all.closest("form").querySelectorAll(".tick[name]")) box.checked = all.checked;
});

// A filter that was changed is applied at once; without script, its button does it.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-auto] select")) event.target.form.requestSubmit();
});

// A card of the board is put into another stage; its own page has the form that does the same without a pointer.
for (const board of document.querySelectorAll(".board[data-view]")) {
  let card = null;
  const column = (event) => event.target.closest("[data-stage]");
  board.addEventListener("dragstart", (event) => { card = event.target.closest("[data-drop]"); });
  board.addEventListener("dragover", (event) => {
    for (const one of board.children) one.classList.toggle("over", Boolean(card) && one === column(event));
    if (card && column(event)) event.preventDefault();
  });
  board.addEventListener("dragend", () => { for (const one of board.children) one.classList.remove("over"); });
  board.addEventListener("drop", (event) => {
    const to = column(event);
    if (!card || !to || to.contains(card)) return;
    event.preventDefault();
    const form = document.createElement("form");
    form.method = "post";
    form.action = card.dataset.drop;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const said = { stage: to.dataset.stage, version: card.dataset.version, view: board.dataset.view };
    for (const [name, value] of Object.entries({ ...said, csrfmiddlewaretoken: token })) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  });
}

// What is kept or taken away is the filter as it stands now, also where only the results were loaded anew.
document.addEventListener("submit", (event) => {
  const where = event.target.dataset.takesFilter;
  if (where === "query") event.target.elements.query.value = location.search.slice(1);
  if (where !== "action") return;
  const button = event.submitter;
  event.target.action = event.target.action.split("?")[0] + location.search;
  if (button?.hasAttribute("formaction")) button.formAction = button.formAction.split("?")[0] + location.search;
});

// Dates that are quicker to press than to type.
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy);
});

// A part of the page that could not be had is said in a sentence; what is there stays as it was.
function sayError(words) {
  const template = document.getElementById("said-error"), place = document.getElementById("messages");
  if (!template || !place) return;
  place.querySelector("[data-said]")?.remove();
  const notice = template.content.cloneNode(true).firstElementChild;
  notice.dataset.said = "1";
  notice.querySelector("p").textContent = words || template.dataset.broken;
  place.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  sayError((answer.getResponseHeader("Content-Type") || "").startsWith("text/plain") ? answer.responseText : "");
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => sayError(""));
document.addEventListener("htmx:afterSwap", () => document.querySelector("#messages [data-said]")?.remove());

// Back to the list as it was: the link to the list above a record keeps the list's filter.
function noteFilter() {
  if (document.querySelector("form.filters")) sessionStorage.setItem(`list:${location.pathname}`, location.search);
}
noteFilter();
document.addEventListener("htmx:pushedIntoHistory", noteFilter);
for (const link of document.querySelectorAll(".crumbs a[href]")) {
  const filter = sessionStorage.getItem(`list:${link.pathname}`);
  if (filter && !link.search) link.search = filter;
}

// A part of the page has changed: the focus is not lost with what went, and one place that stays says what is new.
// Whoever decides about a row goes on with the next one.
let held = null; // the part that holds the focus while it is exchanged
document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  held = part.contains(document.activeElement) ? { id: part.id, next: part.nextElementSibling, then: event.detail.elt?.dataset.then } : null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  tell(event.detail.elt);
  if (!held || document.activeElement !== document.body) return;
  const then = document.getElementById(held.then || "");
  const part = document.getElementById(held.id) || (held.next?.isConnected ? held.next : document.getElementById("main"));
  const place = then || part.querySelector("a[href], button, input:not([type=hidden]), [tabindex]") || part;
  if (place === part) part.tabIndex = -1;
  place.focus();
  held = null;
});
function tell(part) {
  const place = document.getElementById("told"), list = part.closest("[role=listbox]");
  if (!place || part.closest("[role=status]")) return;
  const n = list?.querySelectorAll("[role=option]").length;
  const words = list ? (n ? list.dataset.some?.replace("%s", n) : list.dataset.none)
    : (part.matches("[data-says]") ? part : part.querySelector("[data-says]"))?.textContent;
  if (words) place.textContent = words.trim().replace(/\s+/g, " ");
}

// The list of a door that lies on this device (bookings/door_kept.js) opens no more once somebody has signed out.
if (!document.body.dataset.draftKey && !("offline" in document.body.dataset)) sessionStorage.removeItem("door-key");
