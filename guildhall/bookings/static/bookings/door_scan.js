// At the door: codes are read by the phone's camera, one after the other, and go the way of one that is typed: so they wait
// on the device where there is no connection (door.js). Browsers that read no codes say so, and the code is typed.

const scan = document.querySelector("[data-scan]");
const LOOK = 250, SAME = 6000, CODE = /^(?:\S*\/door\/)?([A-Z0-9]{8})\/?$/i;
const part = (name) => scan.querySelector(`[data-scan-${name}]`);
const button = part("button"), video = part("video"), told = part("told");
const form = scan.closest("form");
let reader = null, stream = null, timer = 0;
const taken = new Map(); // when each code was in the picture last

async function readsCodes() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

function tell(name) {
  told.textContent = name ? scan.dataset[name] : "";
}

function stop() {
  clearTimeout(timer);
  for (const track of stream?.getTracks() || []) track.stop();
  stream = null;
  video.srcObject = null;
  video.hidden = true;
  button.setAttribute("aria-pressed", "false");
}

async function start() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    return tell(error.name === "NotAllowedError" ? "refused" : "none");
  }
  tell("");
  video.srcObject = stream;
  video.hidden = false;
  button.setAttribute("aria-pressed", "true");
  look();
}

async function look() {
  if (!stream) return;
  try {
    for (const one of await reader.detect(video)) take(one.rawValue);
  } catch {
    // no picture yet
  }
  timer = setTimeout(look, LOOK);
}

// The same code in front of the camera counts once, also beside another one; what is no code of a booking is said.
function take(text) {
  const now = Date.now(), code = CODE.exec(text.trim())?.[1].toUpperCase() || text;
  const before = taken.get(code) ?? -Infinity;
  taken.set(code, now);
  if (now - before < SAME) return;
  if (code === text && !CODE.test(text)) return tell("foreign");
  tell("");
  form.elements.code.value = code;
  form.elements.scanned.value = "yes";
  form.requestSubmit();
  form.elements.scanned.value = "";
  navigator.vibrate?.(60);
}

async function begin() {
  stop(); // the page may come from what the tab kept
  const can = await readsCodes().catch(() => false);
  button.hidden = !can;
  part("cannot").hidden = can;
  if (!can) return;
  reader = new window.BarcodeDetector({ formats: ["qr_code"] });
  button.addEventListener("click", () => (stream ? stop() : start()));
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  window.addEventListener("pagehide", stop);
}

begin();
