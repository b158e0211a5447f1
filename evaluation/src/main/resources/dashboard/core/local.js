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

const derived = new WeakMap();

/** What is computed from loaded data, once per loading: charts are drawn again when it is another. */
export function cached(source, compute) {
  if (!derived.has(source)) derived.set(source, compute());
  return derived.get(source);
}
