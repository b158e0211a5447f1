/**
 * The HTTP client: JSON in and out, the token, and problem documents (RFC 9457) as errors that can
 * be shown. Knows nothing of the page.
 */
const ROOT = new URL('../../api/v1/', import.meta.url);
const TOKEN = 'lamm.token';
let memory = null;

/** What the server, or the way to it, said no to. */
export class Problem extends Error {
  /** @param {{status: number, title: string, detail: string, retryAfter?: number}} parts */
  constructor({status, title, detail, retryAfter}) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** No answer at all: the server is gone or the network is. */
  get unreachable() {
    return this.status === 0;
  }
}

export function token() {
  try {
    return sessionStorage.getItem(TOKEN) ?? memory;
  } catch {
    return memory;
  }
}

/** Keeps the token for this browser tab; null forgets it. */
export function setToken(value) {
  memory = value;
  try {
    if (value === null) sessionStorage.removeItem(TOKEN);
    else sessionStorage.setItem(TOKEN, value);
  } catch {
    // Without storage the token lasts until the page is left.
  }
}

/** An address of the API, each part encoded: url(['learners', name]). */
export function url(path, query = {}) {
  const address = new URL(path.map(encodeURIComponent).join('/'), ROOT);
  for (const [key, value] of Object.entries(query)) {
    [value].flat().forEach((one) => address.searchParams.append(key, one));
  }
  return address;
}

export function headers(more = {}) {
  return token() === null ? more : {...more, Authorization: 'Bearer ' + token()};
}

export async function getJson(address, signal) {
  return (await request(address, {signal, headers: {Accept: 'application/json'}})).json();
}

export async function sendJson(method, address, body) {
  const response = await request(address, {
    method,
    headers: {'Content-Type': 'application/json', Accept: 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? {} : response.json();
}

export async function send(method, address, body, contentType) {
  const type = contentType ? {'Content-Type': contentType} : {};
  return (await request(address, {method, body, headers: {...type, Accept: 'application/json'}})).json();
}

/** Bytes of an image of this server. The token never leaves for another one. */
export async function getBlob(address, signal) {
  const target = new URL(address, ROOT);
  if (target.origin !== ROOT.origin) throw new Problem({status: 0, title: 'Not shown', detail: 'an image of another host'});
  return (await request(target, {signal, cache: 'default'})).blob();
}

async function request(address, options) {
  let response;
  try {
    response = await fetch(address, {cache: 'no-store', ...options, headers: headers(options.headers)});
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem({status: 0, title: 'No answer', detail: 'the server does not answer'});
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function problemOf(response) {
  const body = await response.text().catch(() => '');
  return problem(response.status, body, response.headers.get('Retry-After'));
}

/** From a status and a body, which may or may not be a problem document. */
export function problem(status, body, retryAfter) {
  let document = {};
  try {
    document = JSON.parse(body) ?? {};
  } catch {
    // Not JSON, such as a proxy's page: the status must do.
  }
  return new Problem({
    status,
    title: String(document.title ?? `HTTP status ${status}`),
    detail: String(document.detail ?? ''),
    retryAfter: Number(retryAfter) || undefined,
  });
}
