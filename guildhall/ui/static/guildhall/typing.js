// Suggestions while somebody types, by the keys of the ARIA combobox: arrows move, Enter opens, Escape closes.
// Without this file a search is sent by Enter, and lists of words are typed with commas.

for (const field of document.querySelectorAll("[data-suggests]")) {
  const list = document.getElementById(field.dataset.suggests);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  combobox(field, list, (option) => { location.href = option.href; });
  list.addEventListener("htmx:afterSwap", () => show(field, list, field.value.trim() !== "" && document.activeElement === field));
  field.addEventListener("input", () => { if (field.value.trim() === "") show(field, list, false); });
  field.addEventListener("focus", () => show(field, list, field.value.trim() !== "" && options(list).length > 0));
}

function options(list) { return [...list.querySelectorAll("[role=option]")]; }

function show(field, list, on) {
  list.hidden = !on;
  field.setAttribute("aria-expanded", String(on));
  choose(field, list, null);
}

function choose(field, list, chosen) {
  for (const option of options(list)) option.setAttribute("aria-selected", String(option === chosen));
  if (chosen) { field.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
  else field.removeAttribute("aria-activedescendant");
}

// `take` does what choosing an option means.
function combobox(field, list, take) {
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("keydown", (event) => {
    const all = options(list), at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      if (list.hidden) show(field, list, true);
      const next = event.key === "ArrowDown" ? at + 1 : (at < 0 ? all.length : at) - 1;
      choose(field, list, all[(next + all.length) % all.length]);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      take(all[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(field, list, false);
    }
  });
  // A press on an option must not take the focus out of the field before it counts.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  field.addEventListener("blur", () => show(field, list, false));
}

// A field of words offers what is known, one word or many with commas: fetched when somebody goes into it.
// Names to choose one of stand in a list of the browser's own, which counts without script.
for (const field of document.querySelectorAll("[data-known], [data-among]")) {
  const list = document.createElement("div"), many = "many" in field.dataset;
  let known = field.list ? [...field.list.options].map((one) => one.value) : null;
  field.removeAttribute("list");
  list.className = "found"; list.id = `${field.id}-known`; list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`)?.innerText.trim() || field.name);
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  const parts = () => (many ? field.value.split(",") : [field.value]);
  const offer = () => {
    const typed = parts().at(-1).trim().toLowerCase(), there = parts().slice(0, -1).map((one) => one.trim().toLowerCase());
    const fits = (known || []).filter((one) => one.toLowerCase().includes(typed) && !there.includes(one.toLowerCase()));
    fits.sort((a, b) => b.toLowerCase().startsWith(typed) - a.toLowerCase().startsWith(typed));
    list.replaceChildren(...fits.slice(0, 8).map((word, n) => {
      const option = document.createElement("div"), text = document.createElement("span");
      option.id = `${list.id}-${n}`; option.setAttribute("role", "option"); option.tabIndex = -1;
      text.textContent = word; option.append(text);
      return option;
    }));
    const done = fits.length === 1 && fits[0].toLowerCase() === typed;
    show(field, list, typed !== "" && fits.length > 0 && !done && document.activeElement === field);
  };
  const take = (option) => {
    const said = parts().slice(0, -1).map((one) => one.trim()).concat(option.textContent.trim());
    field.value = said.join(", ") + (many ? ", " : "");
    show(field, list, false);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  combobox(field, list, take);
  list.addEventListener("click", (event) => { const one = event.target.closest("[role=option]"); if (one) take(one); });
  field.addEventListener("input", offer);
  field.addEventListener("focus", async () => {
    if (known) return;
    known = [];
    const answer = await fetch(field.dataset.known, { headers: { "HX-Request": "true" } });
    if (answer.ok) known = (await answer.json()).known;
  });
}

// Words that were used lately are put in, or taken out again, with one tap.
for (const word of document.querySelectorAll("[data-adds]")) {
  const button = document.createElement("button"), field = document.getElementById(word.dataset.to);
  if (!field) continue;
  const said = () => field.value.split(",").map((one) => one.trim()).filter(Boolean);
  const mark = () => button.setAttribute("aria-pressed", String(said().includes(word.dataset.adds)));
  button.type = "button"; button.className = "tag"; button.textContent = word.dataset.adds;
  button.addEventListener("click", () => {
    const words = said(), at = words.indexOf(word.dataset.adds);
    if (at < 0) words.push(word.dataset.adds); else words.splice(at, 1);
    field.value = words.join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    mark();
  });
  field.addEventListener("change", mark);
  word.replaceWith(button);
  mark();
}
