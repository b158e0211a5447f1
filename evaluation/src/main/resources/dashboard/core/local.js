/** What a view remembers while the page is open: which table is shown, which row is open. */
const states = new Map();

/**
 * @template T
 * @param {string} key
 * @param {() => T} initial
 * @returns {T}
 */
export function local(key, initial) {
  if (!states.has(key)) states.set(key, initial());
  return states.get(key);
}
