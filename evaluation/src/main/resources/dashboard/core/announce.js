/** Short messages: seen as a note at the foot of the page, and read out by screen readers. */
const SHOWN_MS = 6000;
let notes = [];
let changed = () => {};

export function startAnnouncements(onChange) {
  changed = onChange;
}

export function announcements() {
  return notes;
}

/** @param {'info'|'bad'} kind */
export function announce(text, kind = 'info') {
  const note = {text, kind, id: crypto.randomUUID?.() ?? String(Math.random())};
  notes = [...notes.slice(-2), note];
  changed();
  setTimeout(() => {
    notes = notes.filter((other) => other !== note);
    changed();
  }, SHOWN_MS);
}
