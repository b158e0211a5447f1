import {html, nothing} from '../lib.js';
import {local} from '../core/local.js';
import {update} from '../core/update.js';
import {icon} from './icons.js';

/**
 * A chart with its heading, one sentence on how to read it, and the same data as a table for those
 * who cannot or do not want to see it drawn.
 *
 * @param {{id: string, title: string, hint?: unknown, tools?: unknown, chart: () => unknown,
 *   table: () => unknown, wide?: boolean}} options
 */
export function figure({id, title, hint = nothing, tools = nothing, chart, table, wide = false}) {
  const state = local('figure:' + id, () => ({table: false}));
  const flip = () => {
    state.table = !state.table;
    update();
  };
  return html`<section class="card figure ${wide ? 'wide' : ''}" aria-labelledby="${id}-title" data-testid=${id}>
    <header class="card-head">
      <div>
        <h2 id="${id}-title">${title}</h2>
        ${hint === nothing ? nothing : html`<p class="hint">${hint}</p>`}
      </div>
      <div class="card-tools">${tools}
        <button type="button" class="button quiet small" aria-pressed=${state.table} @click=${flip} data-testid="${id}-as-table">
          ${icon(state.table ? 'chart' : 'table')}<span>${state.table ? 'Show as chart' : 'Show as table'}</span></button>
      </div>
    </header>
    <div class="figure-body">${state.table ? table() : chart()}</div>
  </section>`;
}
