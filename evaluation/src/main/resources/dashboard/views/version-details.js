import {html, nothing} from '../lib.js';
import {count, dateTime, digest, duration, percent} from '../core/format.js';
import {can} from '../core/live.js';
import {invalidate, resource} from '../core/resources.js';
import {href} from '../core/router.js';
import {bar, chip, failure, loading} from '../components/parts.js';
import {icon} from '../components/icons.js';
import {askAlias, askRemoval} from './alias.js';
import {askRollback} from './rollback.js';
import {defaultPair} from './version-names.js';

/** Where a version comes from, what it can do, and what can be done with it. */
export function versionDetails(name, learner, number) {
  const loaded = resource(['learners', name, 'versions', String(number)]);
  const body = loaded.value ? details(name, learner, loaded.value)
    : loaded.error ? failure(loaded.error, () => invalidate(['learners', name])) : loading('Loading the version');
  return html`<aside class="card version-details" aria-labelledby="version-title" data-testid="version-details" data-version=${number}>
    <header class="card-head"><h2 id="version-title" tabindex="-1">Version ${number}</h2>
      <a class="button quiet small" href=${href(['learners', name, 'versions'])} aria-label="Close version ${number}">${icon('close')}</a></header>
    ${body}</aside>`;
}

function details(name, learner, version) {
  return html`
    <p class="chips"><span>${version.task}</span> ${(version.aliases ?? []).map((alias) => aliasChip(name, alias, version.number))}
      ${version.number === learner.head ? chip('head', 'plain') : nothing}</p>
    ${version.pruned ? html`<p class="problem">Its embeddings were pruned: it can no longer be compared, predicted with or rolled back to. Its history stays.</p>` : actions(name, learner, version)}
    <h3>Accuracy</h3>
    ${version.accuracies?.length ? accuracies(version.accuracies) : html`<p class="hint">Not measured.</p>`}
    <h3>Provenance</h3>
    <dl class="pairs" data-testid="provenance">
      ${pair('parent', version.parent == null ? 'none' : html`<a href=${href(['learners', name, 'versions', version.parent])}>v${version.parent}</a>`)}
      ${pair('committed', dateTime(version.createdAt))}
      ${pair('SHA-256', html`<code title=${version.sha256}>${digest(version.sha256)}</code>`)}
      ${Object.entries(version.seconds ?? {}).map(([phase, seconds]) => pair(phase, duration(seconds)))}
      ${Object.entries(version.provenance ?? {}).flatMap(([key, value]) => provenance(key, value))}
    </dl>
    <details class="more"><summary>New classes (${version.newClasses.length})</summary><p class="names">${version.newClasses.map((item) => chip(item))}</p></details>`;
}

function actions(name, learner, version) {
  const {from, to} = defaultPair(learner);
  const other = String(version.number) === to ? from : to;
  const pair = Number(other) < version.number ? {from: other, to: version.number} : {from: version.number, to: other};
  return html`<div class="actions">
    ${can('rollback') && version.number !== learner.champion ? html`<button class="button" @click=${() => askRollback(name, learner, version.number)} data-testid="rollback">${icon('back')}Roll back to v${version.number}…</button>` : nothing}
    ${can('diff') && Number(other) !== version.number ? html`<a class="button" href=${href(['learners', name, 'compare'], pair)} data-testid="compare-link">Compare with v${other}</a>` : nothing}
    ${can('rollback') ? html`<button class="button" @click=${() => askAlias(name, version.number)} data-testid="set-alias">Name it…</button>` : nothing}
  </div>`;
}

/** Champion moves, by rolling back; other names can be taken away. */
function aliasChip(name, alias, number) {
  if (alias === 'champion') return chip(alias, 'gold');
  return can('rollback') ? chip(html`${alias}<button type="button" @click=${() => askRemoval(name, alias, number)} aria-label="Remove the alias ${alias}" title="Remove">${icon('close')}</button>`) : chip(alias);
}

function accuracies(list) {
  return html`<div class="table-scroll short" tabindex="0" role="region" aria-label="Accuracy per task"><table class="data" data-testid="version-accuracies"><caption class="unseen">Accuracy per task</caption>
    <thead class="unseen"><tr><th scope="col">Task</th><th scope="col">Accuracy</th><th scope="col">Correct</th></tr></thead>
    <tbody>${list.map(({task, correct, total}) => html`<tr><th scope="row">${task}</th>
      <td class="numeric"><span class="with-bar">${bar(total ? correct / total : 0)}${percent(total ? correct / total : null)}</span></td>
      <td class="numeric quiet-text">${count(correct)} of ${count(total)}</td></tr>`)}</tbody></table></div>`;
}

/** Nested values, such as the configuration, one line each. */
function provenance(key, value) {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return [pair(spaced(key), value.join(', '))];
  if (typeof value === 'object') return Object.entries(value).map(([inner, one]) => pair(html`<span class="quiet-text">${spaced(key)}</span> ${inner}`, String(one)));
  return [pair(spaced(key), /^[0-9a-f]{40,}$/.test(value) ? html`<code title=${value}>${digest(value)}</code>` : String(value))];
}

function pair(term, value) {
  return html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
}

function spaced(key) {
  return key.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
}
