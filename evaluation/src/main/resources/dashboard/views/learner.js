import {html, nothing} from '../lib.js';
import {ago, plural} from '../core/format.js';
import {can, info, runningOf} from '../core/live.js';
import {invalidate, resource} from '../core/resources.js';
import {href} from '../core/router.js';
import {chip, empty, failure, loading} from '../components/parts.js';
import {progress} from '../components/progress.js';
import {overviewTab} from './overview.js';
import {classesTab} from './classes.js';
import {confusionsTab} from './confusions.js';
import {versionsTab} from './versions.js';
import {compareTab} from './compare.js';
import {teachTab} from './teach.js';
import {predictTab} from './predict.js';

/** Address, name, view, and what the server must be able to do. */
export const TABS = [
  ['', 'Overview', overviewTab],
  ['classes', 'Classes', classesTab, 'analysis'],
  ['confusions', 'Confusions', confusionsTab, 'analysis'],
  ['versions', 'Versions', versionsTab],
  ['compare', 'Compare', compareTab, 'diff'],
  ['teach', 'Teach', teachTab, 'publish'],
  ['predict', 'Try', predictTab, 'predict'],
];

/** One learner: its head, its tabs, and the tab that is chosen. */
export function learnerView(name, tab, argument) {
  const loaded = resource(['learners', name]);
  const learner = loaded.value;
  const fresh = !learner && loaded.error?.status === 404;
  const running = learner ? runningOf(name, learner.running, loaded.loadedAt) : null;
  return html`
    <nav class="crumbs" aria-label="Place"><a href="#/">Learners</a><span aria-hidden="true">/</span></nav>
    <div class="view-head">
      <div><h1 id="title" tabindex="-1" data-testid="learner-name">${name}</h1>
        <p class="hint">${learner ? summary(learner) : fresh && tab === 'teach' ? 'new learner' : nothing}</p></div>
    </div>
    ${tabs(name, tab, learner !== undefined)}
    ${running && tab !== 'teach' ? html`<section class="card running" aria-label="Running task">${progress(running)}</section>` : nothing}
    ${body(name, tab, argument, loaded, fresh)}`;
}

function summary(learner) {
  const aliases = Object.entries(learner.aliases ?? {});
  return html`${plural(learner.classes, 'class', 'classes')} in ${plural(learner.tasks.length, 'task')}
    ${aliases.map(([alias, version]) => html` ${chip(html`${alias} <b>v${version}</b>`, alias === 'champion' ? 'gold' : '')}`)}
    ${learner.head ? html` ${chip(html`head <b>v${learner.head}</b>`, 'plain')}` : nothing}
    <span class="quiet-text">${learner.updatedAt ? `updated ${ago(learner.updatedAt)}` : nothing}</span>`;
}

function tabs(name, tab, exists) {
  const offered = TABS.filter(([key, , , need]) => (!need || can(need)) && (exists || key === 'teach'));
  return html`<nav class="tabs" aria-label="Views of ${name}" data-testid="tabs">
    ${offered.map(([key, text]) => html`<a href=${href(key ? ['learners', name, key] : ['learners', name])} aria-current=${key === tab ? 'page' : nothing} data-tab=${key || 'overview'}>${text}</a>`)}
  </nav>`;
}

function body(name, tab, argument, loaded, fresh) {
  const chosen = TABS.find(([key]) => key === tab);
  if (!chosen) return empty({title: 'There is no such view', action: html`<a class="button" href=${href(['learners', name])}>Overview</a>`});
  const [, , view, need] = chosen;
  if (need && info().value && !can(need)) return unable(info().value);
  if (tab === 'teach' && (loaded.value || fresh)) return view(name, loaded.value ?? null, argument);
  if (!loaded.value) {
    if (!loaded.error) return loading('Loading the learner');
    const next = html`<p><a href="#/">All learners</a></p>`;
    return failure(loaded.error, () => invalidate(['learners', name]), next);
  }
  if (tab !== '' && loaded.value.versions.length === 0) return unborn(name);
  return view(name, loaded.value, argument);
}

/** A learner of which there is no version yet. */
function unborn(name) {
  return empty({title: 'No version yet', text: 'The first task is on its way, or was rejected. Every learned task commits a version.',
    action: html`<a class="button" href=${href(['learners', name])}>Overview</a>`});
}

function unable({mode}) {
  return empty({
    title: 'Not from here',
    text: mode === 'dashboard'
      ? 'This page is served by a process that only reads the results topic. A worker with an address can do it:'
      : 'This server does not offer it.',
    commands: mode === 'dashboard' ? ['./lamm worker --bootstrap HOST:PORT --checkpoint CLIP_DIR --store DIR --http 127.0.0.1:8080'] : [],
  });
}
