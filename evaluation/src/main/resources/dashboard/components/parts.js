import {html, nothing} from '../lib.js';
import {announce} from '../core/announce.js';
import {icon} from './icons.js';
import {vars} from './vars.js';

/** One number with its name: a term and its value in a dl.stats. */
export function stat(label, value, note = nothing, testid = nothing) {
  return html`<div class="stat" data-testid=${testid}>
    <dt>${label}</dt>
    <dd><span class="stat-value">${value}</span>${note === nothing ? nothing : html`<span class="stat-note">${note}</span>`}</dd>
  </div>`;
}

/** A bar of a fraction, for eyes only: the number stands beside it. */
export function bar(fraction, {kind = '', mark = null} = {}) {
  return html`<span class="bar ${kind}" aria-hidden="true" ${vars({'--part': Math.max(0, Math.min(1, fraction ?? 0)), '--mark': mark ?? 0})}>
    ${mark === null ? nothing : html`<i class="bar-mark"></i>`}
  </span>`;
}

export function chip(text, kind = '') {
  return html`<span class="chip ${kind}">${text}</span>`;
}

export function loading(what = 'Loading') {
  return html`<div class="loading" role="status"><span class="spinner" aria-hidden="true"></span>${what}…</div>`;
}

/** Nothing here yet, and what to do about it. */
export function empty({title, text = nothing, commands = [], action = nothing, testid = 'empty'}) {
  return html`<section class="empty" data-testid=${testid}>
    <h2>${title}</h2>
    <p>${text}</p>
    ${commands.map(command)}
    ${action}
  </section>`;
}

/** What went wrong, in the server's words, and the next step. */
export function failure(error, retry = null, next = nothing) {
  return html`<section class="empty failure" role="alert" data-testid="failure">
    <h2>${icon('warn')} ${error.title ?? 'Something went wrong'}</h2>
    <p>${error.detail || error.message}</p>
    ${error.unreachable ? html`<p>Is the process still running? Start it again with the same options, for example:</p>
      ${command('./lamm worker --bootstrap HOST:PORT --checkpoint CLIP_DIR --store DIR --http 127.0.0.1:8080')}` : next}
    ${retry ? html`<button class="button" @click=${retry} data-testid="retry">Try again</button>` : nothing}
  </section>`;
}

/** A command line to copy. */
export function command(text) {
  return html`<div class="command"><code>${text}</code>
    <button class="button quiet small" @click=${() => copy(text)} aria-label=${'Copy: ' + text}>${icon('copy')}<span>Copy</span></button>
  </div>`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied');
  } catch {
    announce('This browser does not let the page copy; select the text instead', 'bad');
  }
}

/** A labelled select. Options are [value, text] pairs. */
export function select({label, value, options, change, testid, hidden = false}) {
  return html`<label class="field"><span class=${hidden ? 'unseen' : 'field-label'}>${label}</span>
    <select @change=${(event) => change(event.target.value)} data-testid=${testid ?? nothing}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${String(key) === String(value)} .selected=${String(key) === String(value)}>${text}</option>`)}
    </select></label>`;
}

/** Buttons of which one is pressed. */
export function segments({label, value, options, change, testid}) {
  return html`<div class="segments" role="group" aria-label=${label} data-testid=${testid ?? nothing}>
    ${options.map(([key, text]) => html`<button type="button" aria-pressed=${key === value} @click=${() => change(key)} data-value=${key}>${text}</button>`)}
  </div>`;
}
