import {html, nothing} from '../lib.js';
import {count, isNumber, measure, percent, plural, points} from '../core/format.js';
import {cached, local} from '../core/local.js';
import {resource} from '../core/resources.js';
import {route, setQuery} from '../core/router.js';
import {update} from '../core/update.js';
import {changeOption} from '../charts/change.js';
import {chart} from '../components/chart.js';
import {figure} from '../components/figure.js';
import {icon} from '../components/icons.js';
import {chip, failure, loading, select, stat} from '../components/parts.js';
import {dataTable} from '../components/table.js';
import {defaultPair, versionOptions} from './version-names.js';

/** Two versions side by side: accuracy, classes, drift, and where predictions went. */
export function compareTab(name, learner) {
  const {from, to} = {...defaultPair(learner), ...route().query};
  const set = (changes) => {
    setQuery({from, to, ...changes});
    update();
  };
  const loaded = from === to ? null : resource(['learners', name, 'diff'], {from, to});
  const options = versionOptions(learner);
  return html`
    <div class="toolbar" data-testid="compare">
      ${select({label: 'From version', value: from, options, change: (value) => set({from: value}), testid: 'compare-from'})}
      <button class="button quiet" aria-label="Swap the two versions" title="Swap" @click=${() => set({from: to, to: from})}>⇄</button>
      ${select({label: 'To version', value: to, options, change: (value) => set({to: value}), testid: 'compare-to'})}
    </div>
    ${loaded === null ? html`<p class="blank">Choose two different versions.</p>`
      : loaded.value ? result(loaded.value)
        : loaded.error ? failure(loaded.error) : loading('Comparing')}`;
}

function result(diff) {
  const rows = accuracies(diff);
  const changes = rows.filter((row) => isNumber(row.before) && isNumber(row.after)).map((row) => row.after - row.before);
  const mean = changes.length ? changes.reduce((sum, value) => sum + value, 0) / changes.length : null;
  return html`
    <dl class="stats numbers card" data-testid="compare-numbers">
      ${stat('Accuracy, common tasks', html`${points(mean)}<small> points</small>`, 'mean change', 'compare-mean')}
      ${stat('Classes added', count(diff.added.length), nothing, 'compare-added')}
      ${stat('Classes removed', count(diff.removed.length))}
      ${stat('Predictions moved', count(total(diff, 'changed')), `of ${plural(total(diff, 'examples'), 'stored test example')}`)}
    </dl>
    <div class="figures">
      ${change(rows)}
      ${drift(diff)}
      ${moves(diff)}
      ${names('Added', diff.added)}
      ${names('Removed', diff.removed)}
    </div>`;
}

/** Per task, as fractions; null where a version lacks one of its classes. */
function accuracies(diff) {
  const part = (correct, examples) => (isNumber(correct) && examples > 0 ? correct / examples : null);
  return cached(diff, () => diff.tasks.map(({task, examples, correctBefore, correctAfter}) =>
    ({task, before: part(correctBefore, examples), after: part(correctAfter, examples)})));
}

function total(diff, key) {
  return diff.predictions.reduce((sum, row) => sum + row[key], 0);
}

function change(rows) {
  if (rows.length === 0) return nothing;
  return figure({
    id: 'change-chart',
    title: 'Accuracy change per task',
    hint: 'Points, on each task’s test examples.',
    chart: () => chart({data: rows, build: changeOption, label: `Bar chart of the accuracy change of ${rows.length} tasks.`}),
    table: () => sortable('change-table', 'Accuracy change per task', rows, (row) => row.task, [
      {key: 'task', label: 'Task', head: true, value: (row) => row.task},
      {key: 'before', label: 'Before', numeric: true, value: (row) => row.before, cell: (row) => percent(row.before)},
      {key: 'after', label: 'After', numeric: true, value: (row) => row.after, cell: (row) => percent(row.after)},
      {key: 'change', label: 'Change', numeric: true, value: difference, cell: (row) => points(difference(row))}]),
  });
}

function drift(diff) {
  return html`<section class="card" aria-labelledby="diff-drift" data-testid="compare-drift">
    <header class="card-head"><div><h2 id="diff-drift">Drift per class</h2><p class="hint">How far each common class moved between the two.</p></div></header>
    ${diff.drift.length === 0 ? html`<p class="blank">No class is in both.</p>` : sortable('compare-drift-table', 'Drift per class', diff.drift, (row) => row.name, [
      {key: 'name', label: 'Class', head: true, value: (row) => row.name},
      {key: 'feature', label: 'Text feature', title: '1 − cosine', numeric: true, value: (row) => row.textFeature, cell: (row) => measure(row.textFeature)},
      {key: 'embedding', label: 'Label embedding', title: 'L2', numeric: true, value: (row) => row.labelEmbedding, cell: (row) => measure(row.labelEmbedding)}], {sort: 'feature', dir: 'desc'})}
  </section>`;
}

function moves(diff) {
  return html`<section class="card wide" aria-labelledby="diff-moves" data-testid="compare-moves">
    <header class="card-head"><div><h2 id="diff-moves">Where predictions moved</h2><p class="hint">Test examples that the two versions call different things.</p></div></header>
    ${diff.moves.length === 0 ? html`<p class="blank">Both say the same of every stored test example.</p>` : sortable('compare-moves-table', 'Moved predictions', diff.moves, (row) => row, [
      {key: 'from', label: 'Before', head: true, value: (row) => row.from},
      {key: 'to', label: 'After', cell: (row) => html`${icon('arrow')} ${row.to}`, value: (row) => row.to},
      {key: 'count', label: 'Examples', numeric: true, value: (row) => row.count, cell: (row) => count(row.count)},
      {key: 'lost', label: 'Right before', title: 'Examples of the class that was predicted before', numeric: true, value: (row) => row.lost, cell: (row) => count(row.lost)},
      {key: 'gained', label: 'Right after', title: 'Examples of the class that is predicted now', numeric: true, value: (row) => row.gained, cell: (row) => count(row.gained)}], {sort: 'count', dir: 'desc'})}
  </section>`;
}

function difference(row) {
  return isNumber(row.before) && isNumber(row.after) ? row.after - row.before : null;
}

function names(title, list) {
  if (list.length === 0) return nothing;
  return html`<section class="card wide"><details class="more" ?open=${list.length <= 30}><summary>${title}: ${plural(list.length, 'class', 'classes')}</summary><p class="names">${list.map((name) => chip(name))}</p></details></section>`;
}

function sortable(id, caption, rows, key, columns, initial = {}) {
  const state = local('table:' + id, () => ({...initial}));
  const change = (changes) => {
    Object.assign(state, changes);
    update();
  };
  return dataTable({id, caption, columns, rows, key, state, change, pageSize: 12});
}
