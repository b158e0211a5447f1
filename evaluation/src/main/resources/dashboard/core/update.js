/** Asks for the page to be drawn again, once per frame however often it is asked for. */
let draw = () => {};
let asked = null;

export function startUpdates(render) {
  draw = render;
}

/** @returns {Promise<void>} when it is drawn */
export function update() {
  asked ??= new Promise((resolve) => {
    // A hidden tab gets no frames, but its title and data should be right when it is looked at.
    const soon = document.hidden ? (run) => setTimeout(run, 200) : requestAnimationFrame;
    soon(() => {
      asked = null;
      draw();
      resolve();
    });
  });
  return asked;
}
