import {html, nothing, repeat} from '../lib.js';
import {count} from '../core/format.js';
import {icon} from './icons.js';

/**
 * A table that sorts by its headings and shows one page of its rows.
 *
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {(row: any) => any} value what is sorted by; null and undefined come last
 * @property {(row: any) => unknown} [cell] what is shown; default: the value
 * @property {boolean} [numeric] right-aligned, and sorts downwards first
 * @property {string} [title] a longer explanation of the heading
 * @property {boolean} [head] the row's name
 *
 * @param {{id: string, caption: string, columns: Column[], rows: any[], key: (row: any) => any,
 *   state: {sort?: string, dir?: string, page?: number|string},
 *   change: (changes: object) => void, pageSize?: number, details?: (row: any) => unknown}} options
 */
export function dataTable({id, caption, columns, rows, key, state, change, pageSize = 50, details = () => null}) {
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = Math.min(pages, Math.max(1, Number(state.page) || 1));
  const shown = sorted(rows, columns, state).slice((page - 1) * pageSize, page * pageSize);
  return html`
    <div class="table-scroll" tabindex="0" role="region" aria-label="Table: ${caption}">
      <table class="data" data-testid=${id}>
        <caption class="unseen">${caption}</caption>
        <thead><tr>${columns.map((column) => heading(column, state, change))}</tr></thead>
        <tbody>${repeat(shown, key, (row) => line(row, columns, details(row)))}</tbody>
      </table>
    </div>
    ${pages > 1 ? pager({id, caption, page, pages, pageSize, total: rows.length, change}) : nothing}`;
}

function heading(column, state, change) {
  const active = state.sort === column.key;
  const down = state.dir === 'desc';
  const order = active ? (down ? 'descending' : 'ascending') : 'none';
  const next = active ? (down ? 'asc' : 'desc') : column.numeric ? 'desc' : 'asc';
  return html`<th scope="col" aria-sort=${order} class=${column.numeric ? 'numeric' : ''} title=${column.title ?? nothing}>
    <button type="button" @click=${() => change({sort: column.key, dir: next, page: ''})} data-sort=${column.key}>
      ${column.label}${active ? icon(down ? 'down' : 'up') : html`<span class="icon"></span>`}
    </button></th>`;
}

function line(row, columns, more) {
  return html`<tr class=${more ? 'open' : ''}>${columns.map((column) => {
    const content = column.cell ? column.cell(row) : column.value(row);
    return column.head
      ? html`<th scope="row">${content}</th>`
      : html`<td class=${column.numeric ? 'numeric' : ''} data-label=${column.label}>${content}</td>`;
  })}</tr>${more ? html`<tr class="details"><td colspan=${columns.length}>${more}</td></tr>` : nothing}`;
}

function pager({id, caption, page, pages, pageSize, total, change}) {
  const first = (page - 1) * pageSize + 1;
  return html`<nav class="pager" aria-label="Pages: ${caption}" data-testid="${id}-pager">
    <button class="button small" ?disabled=${page === 1} @click=${() => change({page: page - 1})} data-testid="page-back">${icon('left')}Back</button>
    <span class="number" role="status">${count(first)}–${count(Math.min(total, first + pageSize - 1))} of ${count(total)}</span>
    <button class="button small" ?disabled=${page === pages} @click=${() => change({page: page + 1})} data-testid="page-next">Next${icon('right')}</button>
  </nav>`;
}

function sorted(rows, columns, {sort, dir}) {
  const column = columns.find((candidate) => candidate.key === sort);
  if (!column) return rows;
  const sign = dir === 'desc' ? -1 : 1;
  return [...rows].sort((a, b) => compare(column.value(a), column.value(b), sign));
}

function compare(a, b, sign) {
  if (a == null || b == null) return (a == null) - (b == null);
  if (typeof a === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'en', {numeric: true});
}
