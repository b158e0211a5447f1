/**
 * Text of an event stream, in pieces as the network gives them, to events. Follows the HTML
 * standard's "event stream interpretation", but for the retry field.
 */
export class EventParser {
  #rest = '';
  #event = {type: '', data: []};
  lastId = '';

  /** @returns {{type: string, data: string, id: string}[]} the events that this piece completed */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter((event) => event !== null);
  }

  #line(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event.type = value;
    if (field === 'data') this.#event.data.push(value);
    if (field === 'id') this.lastId = value;
    return null;
  }

  #dispatch() {
    const {type, data} = this.#event;
    this.#event = {type: '', data: []};
    return data.length === 0 ? null : {type: type || 'message', data: data.join('\n'), id: this.lastId};
  }
}
