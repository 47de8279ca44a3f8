// Without a connection the page of a door is made of what this tab kept of it (door_kept.js). When the connection is back
// and everything that was tapped is sent, door.js loads the page anew.

(async () => {
  const main = document.getElementById("main"), kept = await keptList();
  if (!kept) return;
  const page = new DOMParser().parseFromString(kept.html, "text/html");
  const notice = main.querySelector("[data-shown]"), at = new Date(kept.at).toLocaleTimeString([], { timeStyle: "short" });
  notice.querySelector("p").textContent = notice.dataset.shown.replace("%s", at);
  notice.hidden = false;
  main.replaceChildren(notice, ...page.body.childNodes);
  document.title = kept.title;
  for (const row of main.querySelectorAll("[data-row]")) row.hidden = false;
  for (const part of main.querySelectorAll("[data-online]")) part.remove();
  for (const { href } of document.querySelectorAll("link[rel=modulepreload]")) {
    const script = document.createElement("script");
    script.type = "module";
    script.src = href;
    document.body.append(script);
  }
})();
