import {headers, problemOf, url} from './api.js';
import {EventParser} from './event-parser.js';

const SILENCE_MS = 40_000; // The server says something every 15 s.
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000];

/**
 * Server-sent events that come back by themselves. Not EventSource: that cannot send a token.
 *
 * States: 'connecting', 'live', 'waiting' (tries again), 'denied' (the token is not accepted).
 */
export class EventStream {
  #listener;
  #lastId = '';
  #failures = 0;
  #stop = new AbortController();
  #timer = 0;

  /** @param {{event: (type: string, data: any) => void, state: (state: string, first: boolean) => void}} listener */
  constructor(listener) {
    this.#listener = listener;
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#hurry());
  }

  /** Connects, or connects anew. */
  start() {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#run(this.#stop);
  }

  #hurry() {
    if (this.#timer === 0) return;
    this.start();
  }

  async #run(stop) {
    this.#timer = 0;
    if (this.#failures === 0) this.#listener.state('connecting');
    try {
      await this.#read(stop);
      this.#again(stop);
    } catch (error) {
      if (stop.signal.aborted && stop !== this.#stop) return;
      if (error.status === 401) this.#listener.state('denied');
      else this.#again(stop, error.retryAfter);
    }
  }

  #again(stop, retryAfter) {
    if (stop !== this.#stop) return;
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)];
    this.#failures += 1;
    this.#listener.state('waiting');
    // Pages that lost the same server must not all come back in the same instant.
    const delay = Math.max(wait, (retryAfter ?? 0) * 1000) * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.start(), delay);
  }

  async #read(stop) {
    const watch = new Watch(() => stop.abort());
    try {
      const response = await this.#ask(stop);
      this.#failures = 0;
      this.#listener.state('live');
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      for (;;) {
        watch.again();
        const {value, done} = await reader.read();
        if (done) return;
        parser.push(value).forEach((event) => this.#deliver(event));
      }
    } finally {
      watch.stop();
    }
  }

  async #ask(stop) {
    const more = this.#lastId === '' ? {} : {'Last-Event-ID': this.#lastId};
    const response = await fetch(url(['events']), {
      headers: headers({Accept: 'text/event-stream', ...more}),
      cache: 'no-store',
      signal: stop.signal,
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  #deliver(event) {
    if (event.id !== '') this.#lastId = event.id;
    if (event.type === 'reset') this.#lastId = '';
    let data = {};
    try {
      data = JSON.parse(event.data);
    } catch {
      // An event without JSON still has its type.
    }
    this.#listener.event(event.type, data);
  }
}

/** Acts when nothing was heard for too long. */
class Watch {
  #timer;
  #act;

  constructor(act) {
    this.#act = act;
    this.again();
  }

  again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#act, SILENCE_MS);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
