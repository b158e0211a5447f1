import {html} from '../lib.js';
import {count, isNumber, measure, percent, points, plural} from '../core/format.js';
import {invalidate, resource} from '../core/resources.js';
import {route, setQuery} from '../core/router.js';
import {update} from '../core/update.js';
import {bar, failure, loading, select} from '../components/parts.js';
import {examples} from '../components/examples.js';
import {icon} from '../components/icons.js';
import {dataTable} from '../components/table.js';
import {versionOptions} from './version-names.js';

/** Every class: what it reached, what it has now, how far it moved, and who took its examples. */
export function classesTab(name, learner) {
  const {query} = route();
  const version = query.version ?? 'head';
  const loaded = resource(['learners', name, 'versions', version, 'classes']);
  return html`<section class="card" aria-labelledby="classes-title">
    <header class="card-head">
      <div><h2 id="classes-title">Classes</h2>
        <p class="hint">Choose a heading to sort, a class to see what took its examples.</p></div>
    </header>
    ${filters(learner, query, version)}
    ${loaded.value ? table(name, loaded.value.classes, query, version) : loaded.error ? failure(loaded.error, () => invalidate(['learners', name])) : loading('Loading the classes')}
  </section>`;
}

function filters(learner, query, version) {
  const tasks = [['', 'All tasks'], ...learner.tasks.map((task, index) => [task.name, `${index + 1} ${task.name}`])];
  return html`<div class="toolbar" role="search">
    <label class="field grow"><span class="field-label">Find a class</span>
      <input type="search" .value=${query.q ?? ''} @input=${(event) => set({q: event.target.value, page: ''})} placeholder="part of its name" data-testid="class-filter"></label>
    ${select({label: 'Task', value: query.task ?? '', options: tasks, change: (task) => set({task, page: ''}), testid: 'class-task'})}
    ${select({label: 'At version', value: version, options: versionOptions(learner), change: (value) => set({version: value}), testid: 'class-version'})}
  </div>`;
}

function table(name, classes, query, version) {
  const needle = (query.q ?? '').trim().toLowerCase();
  const rows = classes.filter((row) => (needle === '' || row.name.toLowerCase().includes(needle)) && (!query.task || row.task === query.task));
  if (rows.length === 0) {
    return html`<p class="blank" data-testid="no-classes">No class fits. <button class="button small" @click=${() => set({q: '', task: ''})}>Show all ${count(classes.length)}</button></p>`;
  }
  return html`<p class="hint" role="status" data-testid="class-count">${rows.length === classes.length ? plural(rows.length, 'class', 'classes') : `${count(rows.length)} of ${plural(classes.length, 'class', 'classes')}`}</p>
    ${dataTable({
      id: 'classes', caption: 'Classes', columns: columns(query), rows, key: (row) => row.name,
      state: {sort: 'change', dir: 'asc', ...query}, change: set,
      details: (row) => (query.open === row.name ? details(name, row, version) : null),
    })}`;
}

function columns(query) {
  return [
    {key: 'name', label: 'Class', head: true, value: (row) => row.name, cell: (row) => opener(row, query.open === row.name)},
    {key: 'task', label: 'Task', value: (row) => row.task},
    {key: 'examples', label: 'Tests', title: 'Test examples', numeric: true, value: (row) => row.examples, cell: (row) => count(row.examples)},
    {key: 'learned', label: 'When learned', numeric: true, value: (row) => row.accuracyWhenLearned, cell: (row) => percent(row.accuracyWhenLearned)},
    {key: 'best', label: 'Best', numeric: true, value: (row) => row.accuracyBest, cell: (row) => percent(row.accuracyBest)},
    {key: 'now', label: 'Now', numeric: true, value: (row) => row.accuracyNow, cell: (row) => html`<span class="with-bar">${bar(row.accuracyNow)}${percent(row.accuracyNow)}</span>`},
    {key: 'change', label: 'Change', title: 'Points since it was learned', numeric: true, value: change, cell: (row) => html`<span class=${tone(change(row))}>${points(change(row))}</span>`},
    {key: 'feature', label: 'Text drift', title: 'Drift of the text feature since it was learned, 1 − cosine', numeric: true, value: (row) => row.featureDrift, cell: (row) => measure(row.featureDrift)},
    {key: 'embedding', label: 'Label drift', title: 'Drift of the label embedding since it was learned, L2', numeric: true, value: (row) => row.embeddingDrift, cell: (row) => measure(row.embeddingDrift)},
  ];
}

function opener(row, open) {
  return html`<button type="button" class="opener" aria-expanded=${open} @click=${() => set({open: open ? '' : row.name})}>${icon(open ? 'down' : 'right')}<span>${row.name}</span></button>`;
}

function details(learner, row, version) {
  const lost = row.lost ?? {};
  const total = (lost.newClass ?? 0) + (lost.ownMoved ?? 0) + (lost.otherMoved ?? 0);
  return html`<div class="class-details" data-testid="class-details">
    <div><h3>Lost examples</h3>
      ${total === 0 ? html`<p>None since it was learned.</p>` : html`<dl class="pairs">
        <div><dt>a new class took them</dt><dd>${count(lost.newClass)}</dd></div>
        <div><dt>this class moved</dt><dd>${count(lost.ownMoved)}</dd></div>
        <div><dt>another old class moved</dt><dd>${count(lost.otherMoved)}</dd></div></dl>`}</div>
    <div><h3>Taken for</h3>
      ${row.takenBy?.length ? html`<dl class="pairs">${row.takenBy.map((other) => html`<div><dt>${other.name}</dt><dd>${count(other.count)}</dd></div>`)}</dl>` : html`<p>No other class.</p>`}</div>
    <div>${examples(learner, row.name, {limit: 6, version})}</div>
  </div>`;
}

function change(row) {
  return isNumber(row.accuracyNow) && isNumber(row.accuracyWhenLearned) ? row.accuracyNow - row.accuracyWhenLearned : null;
}

function tone(value) {
  return value === null || Math.abs(value) < 0.0005 ? 'quiet-text' : value < 0 ? 'worse' : 'better';
}

function set(changes) {
  setQuery(changes);
  update();
}
