// A name may be drawn with a finger, a pen or a mouse. Without this file the typed name alone is asked for.
for (const pad of document.querySelectorAll("[data-signature]")) {
  const canvas = pad.querySelector("canvas"), field = pad.closest("form").elements.drawing;
  const pen = canvas.getContext("2d");
  let strokes = [], drawing = false;
  pad.hidden = false;
  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.strokeStyle = getComputedStyle(canvas).color;
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = (value, from, size, whole) => Math.max(0, Math.min(whole, Math.round(((value - from) / size) * whole)));
    return [at(event.clientX, box.left, box.width, 600), at(event.clientY, box.top, box.height, 200)];
  };
  const keep = () => {
    const path = strokes.map((stroke) => stroke.map(([x, y], n) => `${n ? "L" : "M"}${x} ${y}`).join("")).join("");
    field.value = path.length <= 20000 ? path : field.value;
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    strokes.push([point(event)]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const stroke = strokes.at(-1), next = point(event), last = stroke.at(-1);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 4) return;
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    stroke.push(next);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => { drawing = false; strokes = strokes.filter((one) => one.length > 1); keep(); });
  }
  pad.querySelector("button").addEventListener("click", () => {
    strokes = [];
    keep();
    pen.clearRect(0, 0, canvas.width, canvas.height);
  });
}
