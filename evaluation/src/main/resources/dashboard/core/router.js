/**
 * Addresses live behind the '#': #/learners/NAME/TAB/ARGUMENT?key=value. Every view can be linked
 * to, and the back button returns to the place on the page that was left.
 */
const places = new Map();
let clicked = false;
let current = parse(location.hash);
let onChange = () => {};

/** @returns {{path: string[], query: Record<string, string>, hash: string}} */
export function route() {
  return current;
}

/** A link: href(['learners', 'demo'], {q: 'fox'}) is '#/learners/demo?q=fox'. */
export function href(path, query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  const search = new URLSearchParams(kept).toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (search ? '?' + search : '');
}

export function go(path, query) {
  clicked = true;
  location.hash = href(path, query);
}

/** Changes the query in place: filters and sorting are in the address, but not in the history. */
export function setQuery(changes) {
  const next = href(current.path, {...current.query, ...changes});
  history.replaceState(history.state, '', next);
  current = parse(next);
}

export function startRouter(changed) {
  onChange = changed;
  history.scrollRestoration = 'manual';
  addEventListener('click', (event) => {
    if (event.target.closest?.('a[href^="#/"]')) clicked = true;
  }, true);
  addEventListener('scroll', () => places.set(current.hash, scrollY), {passive: true});
  addEventListener('hashchange', moved);
}

function moved() {
  const before = current;
  current = parse(location.hash);
  const fresh = clicked || !places.has(current.hash);
  clicked = false;
  onChange({samePage: before.path.join('/') === current.path.join('/'), scroll: fresh ? 0 : places.get(current.hash)});
}

function parse(hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  return {
    hash,
    path: path.split('/').filter(Boolean).map(decode),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
