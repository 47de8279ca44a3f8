// A phone in the room: the page goes on by itself when something else is opened, and what is sent is sent again until it
// is there. The form carries a key, so one that arrives twice counts once. Without this file each form is a form.
{
  const room = document.querySelector("[data-room]");
  const LOOK = 4000, WAIT = 3000, SILENCE = 15000;
  const page = new URL("../", new URL(room.dataset.room, location.href));
  const goesOn = room.querySelector("[data-goes-on]"), waits = room.querySelector("[data-waits]");
  let typed = false, sending = false;

  room.addEventListener("input", () => { typed = true; });

  // What is open now: the page is read anew, unless somebody is in the middle of a sentence.
  async function look() {
    if (sending || document.hidden) return;
    try {
      const answer = await fetch(room.dataset.room, { signal: AbortSignal.timeout(SILENCE) });
      if (answer.status === 204 || answer.status === 429 || answer.status >= 500) return;
      if (typed) goesOn.hidden = false;
      else location.replace(page);
    } catch { /* no connection: the next look comes by itself */ }
  }
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);

  // Sent again and again, with the same key, until the server has answered.
  async function send(form) {
    const body = new URLSearchParams(new FormData(form));
    for (;;) {
      try {
        const sent = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(SILENCE) };
        const answer = await fetch(form.action, sent);
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch { /* no connection */ }
      waits.hidden = false;
      await new Promise((go) => { setTimeout(go, WAIT); });
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("sent" in form.dataset)) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    const answer = await send(form);
    if (answer.type === "opaqueredirect") location.replace(page); // not followed here: what it says is read there
    else form.submit(); // something is missing, or was sent meanwhile: sent as a form, the page says what; the key keeps it from counting twice
  });

  // How many seconds are left to think.
  function count() {
    for (const one of document.querySelectorAll("[data-until]")) {
      const left = Math.round((Date.parse(one.dataset.until) - Date.now()) / 1000);
      if (left > 0) one.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      else one.textContent = "";
    }
  }
  setInterval(count, 1000);
  count();
}
