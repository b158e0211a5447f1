/**
 * Light, dark, or as the system says. The choice is an attribute of the root element, which the
 * style sheets read, and is kept in localStorage.
 */
const KEY = 'lamm.theme';
const CHOICES = ['system', 'light', 'dark'];
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

let choice = CHOICES.includes(read()) ? read() : 'system';
apply();
dark.addEventListener('change', apply);

export function themeChoice() {
  return choice;
}

/** 'light' or 'dark': what is shown now. */
export function theme() {
  return choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
}

export function setTheme(next) {
  choice = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // A browser that keeps nothing still shows the choice until the page is left.
  }
  apply();
}

export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether things may move. */
export function motionAllowed() {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function apply() {
  document.documentElement.dataset.theme = theme();
  listeners.forEach((listener) => listener());
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
