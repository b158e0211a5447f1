import {html, nothing} from '../lib.js';
import {count} from '../core/format.js';
import {invalidate, resource} from '../core/resources.js';
import {href, route, setQuery} from '../core/router.js';
import {update} from '../core/update.js';
import {examples} from '../components/examples.js';
import {icon} from '../components/icons.js';
import {failure, loading, select} from '../components/parts.js';
import {dataTable} from '../components/table.js';
import {numberOf, versionAt, versionOptions} from './version-names.js';

/** Which classes are taken for which, and which of these mistakes the last task brought. */
export function confusionsTab(name, learner) {
  const version = route().query.version ?? 'head';
  const loaded = confusions(name, version);
  const task = versionAt(learner, numberOf(learner, version))?.task;
  return html`
    <div class="toolbar">${select({label: 'At version', value: version, options: versionOptions(learner), change: (value) => set({version: value}), testid: 'confusion-version'})}</div>
    ${loaded.value ? html`${grown(name, loaded.value, task, version)}${everything(loaded.value)}` : waiting(name, loaded)}`;
}

/** For the overview: the mistakes that grew most. */
export function growth(name, learner) {
  const loaded = confusions(name, 'head');
  if (!loaded.value) return nothing;
  return html`<section class="card wide" aria-labelledby="growth-title" data-testid="growth">
    <header class="card-head"><div><h2 id="growth-title">Confusions that grew most</h2><p class="hint">${since(versionAt(learner, learner.head)?.task)}</p></div>
      <a class="button quiet small" href=${href(['learners', name, 'confusions'])}>All confusions${icon('arrow')}</a></header>
    ${pairs(name, loaded.value.pairs, 6, 'head')}</section>`;
}

function confusions(name, version) {
  return resource(['learners', name, 'versions', version, 'confusions']);
}

function waiting(name, loaded) {
  return loaded.error ? failure(loaded.error, () => invalidate(['learners', name])) : loading('Loading the confusions');
}

function grown(name, value, task, version) {
  return html`<section class="card" aria-labelledby="grown-title" data-testid="grown">
    <header class="card-head"><div><h2 id="grown-title">Grew most</h2><p class="hint">${since(task)}</p></div></header>
    ${pairs(name, value.pairs, 8, version)}</section>`;
}

function since(task) {
  return task === undefined ? 'Against the version before' : html`With task <b>${task}</b>, against the version before`;
}

function pairs(name, all, limit, version) {
  const shown = all.filter((pair) => pair.count > pair.before).slice(0, limit);
  if (shown.length === 0) return html`<p class="blank">No confusion grew.</p>`;
  return html`<ul class="confusions">${shown.map((pair) => html`<li data-testid="confusion">
    <div class="confusion-side"><span class="quiet-text">is</span><b>${pair.truth}</b>${examples(name, pair.truth, {limit: 3, version, predicted: pair.predicted})}</div>
    <div class="confusion-arrow"><span class="growth">+${count(pair.count - pair.before)}</span>${icon('arrow')}<span class="quiet-text">${count(pair.before)} → ${count(pair.count)}</span></div>
    <div class="confusion-side"><span class="quiet-text">taken for</span><b>${pair.predicted}</b>${examples(name, pair.predicted, {limit: 3, version})}</div>
  </li>`)}</ul>`;
}

function everything(value) {
  const {query} = route();
  const needle = (query.q ?? '').trim().toLowerCase();
  const rows = value.pairs.filter((pair) => needle === '' || (pair.truth + '\n' + pair.predicted).toLowerCase().includes(needle));
  return html`<section class="card" aria-labelledby="pairs-title">
    <header class="card-head"><div><h2 id="pairs-title">All confusions</h2><p class="hint">Test examples of one class that were taken for another.</p></div></header>
    ${directions(value.oldNew)}
    <div class="toolbar" role="search"><label class="field grow"><span class="field-label">Find a class</span>
      <input type="search" .value=${query.q ?? ''} @input=${(event) => set({q: event.target.value, page: ''})} data-testid="confusion-filter"></label></div>
    ${rows.length === 0 ? html`<p class="blank">${needle ? 'No confusion fits.' : 'Nothing is confused.'}</p>` : dataTable({
      id: 'confusions', caption: 'Confusions', rows, key: (pair) => pair.truth + '\n' + pair.predicted, state: {sort: 'growth', dir: 'desc', ...query}, change: set,
      columns: [
        {key: 'truth', label: 'Class', head: true, value: (pair) => pair.truth},
        {key: 'predicted', label: 'Taken for', value: (pair) => pair.predicted},
        {key: 'before', label: 'Before', numeric: true, value: (pair) => pair.before, cell: (pair) => count(pair.before)},
        {key: 'count', label: 'Now', numeric: true, value: (pair) => pair.count, cell: (pair) => count(pair.count)},
        {key: 'growth', label: 'Growth', numeric: true, value: (pair) => pair.count - pair.before, cell: (pair) => signed(pair.count - pair.before)},
      ],
    })}</section>`;
}

function directions(oldNew) {
  if (!oldNew) return nothing;
  return html`<table class="small-matrix" data-testid="old-new"><caption>Confused test examples, old and new classes</caption>
    <thead><tr><td></td><th scope="col">taken for an old class</th><th scope="col">taken for a new class</th></tr></thead>
    <tbody><tr><th scope="row">is an old class</th><td>${count(oldNew.oldToOld)}</td><td>${count(oldNew.oldToNew)}</td></tr>
      <tr><th scope="row">is a new class</th><td>${count(oldNew.newToOld)}</td><td>${count(oldNew.newToNew)}</td></tr></tbody></table>`;
}

function signed(value) {
  return html`<span class=${value > 0 ? 'worse' : value < 0 ? 'better' : 'quiet-text'}>${value > 0 ? '+' : value < 0 ? '−' : ''}${count(Math.abs(value))}</span>`;
}

function set(changes) {
  setQuery(changes);
  update();
}
