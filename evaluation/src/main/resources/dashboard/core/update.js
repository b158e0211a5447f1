/** Asks for the page to be drawn again, once per frame however often it is asked for. */
let draw = () => {};
let asked = false;

export function startUpdates(render) {
  draw = render;
}

export function update() {
  if (asked) return;
  asked = true;
  // A hidden tab gets no frames, but its title and data should be right when it is looked at.
  const soon = document.hidden ? (run) => setTimeout(run, 200) : requestAnimationFrame;
  soon(() => {
    asked = false;
    draw();
  });
}
