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
