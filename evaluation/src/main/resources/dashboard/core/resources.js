import {getJson, url} from './api.js';

const KEPT = 80;
const WAITS_MS = [1500, 3000, 6000, 12_000, 30_000];
const cache = new Map();
let changed = () => {};
let failed = () => {};

/** @param {{changed: () => void, failed: (problem: Error) => void}} hooks */
export function startResources(hooks) {
  ({changed, failed} = hooks);
}

/**
 * Data of the server, for use while rendering: the first use loads it, and a use after it was
 * invalidated loads it again while the old value stays. So a view never empties while it is
 * refreshed.
 *
 * @returns {{value: any, error: Error|null, loading: boolean, loadedAt: number}} value undefined
 *     until the first answer
 */
export function resource(path, query = {}) {
  const address = url(path, query).href;
  let entry = cache.get(address);
  if (!entry) {
    entry = {path, address, value: undefined, error: null, loading: false, stale: true, loadedAt: 0, failures: 0};
  }
  cache.delete(address);
  cache.set(address, entry); // The newest use is last.
  if (entry.stale && !entry.loading) load(entry);
  if (cache.size > KEPT) cache.delete(cache.keys().next().value);
  return entry;
}

/** What was loaded last, without asking for it. */
export function loaded(path) {
  return cache.get(url(path).href)?.value;
}

/** Marks everything under this path as old; without a path, all. */
export function invalidate(prefix = []) {
  for (const entry of cache.values()) {
    if (prefix.every((part, index) => entry.path[index] === part)) entry.stale = true;
  }
  changed();
}

/** As invalidate, for one address and nothing under it. */
export function invalidateExactly(path) {
  for (const entry of cache.values()) {
    if (entry.path.join('\n') === path.join('\n')) entry.stale = true;
  }
  changed();
}

/** Forgets all, such as when another token is used. */
export function clearResources() {
  cache.clear();
}

async function load(entry) {
  entry.loading = true;
  entry.stale = false;
  const begun = Date.now();
  try {
    entry.value = await getJson(entry.address);
    entry.error = null;
    entry.failures = 0;
    entry.loadedAt = begun;
  } catch (error) {
    entry.error = error;
    failed(error);
    if (passing(error)) again(entry, error.retryAfter);
  }
  entry.loading = false;
  changed();
}

/** Whether the same question may be answered later. */
function passing({status}) {
  return status === 0 || status === 429 || (status >= 500 && status !== 501);
}

function again(entry, retryAfter = 0) {
  const wait = WAITS_MS[Math.min(entry.failures, WAITS_MS.length - 1)];
  entry.failures += 1;
  setTimeout(() => {
    entry.stale = true;
    changed();
  }, Math.max(wait, retryAfter * 1000));
}
