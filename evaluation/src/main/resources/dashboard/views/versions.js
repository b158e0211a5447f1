import {html, nothing, repeat} from '../lib.js';
import {ago, dateTime, percent, plural} from '../core/format.js';
import {local} from '../core/local.js';
import {href} from '../core/router.js';
import {update} from '../core/update.js';
import {vars} from '../components/vars.js';
import {chip} from '../components/parts.js';
import {graphWidth, lanes, versionGraph} from './version-graph.js';
import {versionDetails} from './version-details.js';

const STEP = 60;

/** The history of a learner: newest first, with branches and aliases; one version's details beside it. */
export function versionsTab(name, learner, argument) {
  const state = local('versions:' + name, () => ({shown: STEP}));
  const placed = lanes(learner.versions, learner.head);
  const shown = [...learner.versions].reverse().slice(0, state.shown);
  const chosen = argument === undefined ? undefined : Number(argument);
  const more = () => {
    state.shown += STEP;
    update();
  };
  return html`<div class="versions ${chosen === undefined ? '' : 'chosen'}">
    <section class="card" aria-labelledby="versions-title">
      <header class="card-head"><div><h2 id="versions-title">Versions</h2>
        <p class="hint">Nothing is ever overwritten: each task adds one, and predictions follow <b>champion</b>.</p></div></header>
      <div class="timeline" data-testid="versions" ${vars({'--graph': graphWidth(placed) + 'px'})}>
        ${versionGraph(shown, placed, learner.champion)}
        <ol reversed>${repeat(shown, (version) => version.number, (version) => row(name, learner, version, chosen))}</ol>
      </div>
      ${shown.length < learner.versions.length ? html`<button class="button" @click=${more} data-testid="more-versions">Show ${Math.min(STEP, learner.versions.length - shown.length)} older of ${learner.versions.length}</button>` : nothing}
    </section>
    ${chosen === undefined ? html`<aside class="card aside-empty"><p class="blank">Choose a version to see where it comes from.</p></aside>` : versionDetails(name, learner, chosen)}
  </div>`;
}

function row(name, learner, version, chosen) {
  const {number} = version;
  return html`<li class=${version.pruned ? 'pruned' : ''}>
    <a href=${href(['learners', name, 'versions', number])} aria-current=${number === chosen ? 'true' : nothing} data-testid="version" data-version=${number}>
      <span class="version-number">v${number}</span>
      <span class="version-main"><span class="version-task">${version.task}</span>
        <span class="quiet-text">+${plural(version.newClasses.length, 'class', 'classes')}, ${version.classes} in all${version.pruned ? ' · pruned' : ''}</span></span>
      <span class="version-chips">${aliases(version).map((alias) => chip(alias, alias === 'champion' ? 'gold' : ''))}${number === learner.head ? chip('head', 'plain') : nothing}</span>
      <span class="version-end"><span>${percent(version.meanAccuracy)}</span><time class="quiet-text" datetime=${version.createdAt} title=${dateTime(version.createdAt)}>${ago(version.createdAt)}</time></span>
    </a></li>`;
}

function aliases(version) {
  return version.aliases ?? [];
}
