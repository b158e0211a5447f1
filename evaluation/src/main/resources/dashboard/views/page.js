import {html, nothing, repeat} from '../lib.js';
import {announcements} from '../core/announce.js';
import {connectionState, info, reconnect, tokenNeeded, enterToken} from '../core/live.js';
import {route} from '../core/router.js';
import {setTheme, themeChoice} from '../core/theme.js';
import {token} from '../core/api.js';
import {update} from '../core/update.js';
import {dialogHost} from '../components/dialog.js';
import {icon} from '../components/icons.js';
import {learnersView} from './learners.js';
import {learnerView, TABS} from './learner.js';
import {newLearnerView} from './new-learner.js';
import {tokenView} from './token.js';
import {empty} from '../components/parts.js';

const CONNECTION = {
  connecting: ['Connecting', 'Connecting to the server'],
  live: ['Live', 'Connected: changes appear by themselves'],
  waiting: ['Reconnecting', 'The server does not answer; the page tries again by itself'],
  denied: ['Locked', 'The server wants its token'],
};
const THEMES = [['system', 'System'], ['light', 'Light'], ['dark', 'Dark']];
const THEME_ICONS = {system: 'system', light: 'sun', dark: 'moon'};

/** The frame around every view. */
export function page() {
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to content</a>
    <header class="top">
      <a class="brand" href="#/" aria-label="LAMM Stream, all learners"><img src="dashboard/icon.svg" alt="" width="26" height="26"><span>LAMM Stream</span></a>
      <div class="top-tools">
        ${connection()}
        ${themeSwitch()}
        ${token() !== null && !tokenNeeded() ? html`<button class="button quiet small" @click=${() => enterToken(null)} data-testid="forget-token">Forget token</button>` : nothing}
      </div>
    </header>
    ${connectionState() === 'waiting' && !tokenNeeded() ? html`<p class="banner" role="status" data-testid="banner">
      ${icon('warn')}<span>No live connection. What you see may be old; the page tries again by itself.</span>
      <button class="button small" @click=${reconnect}>Try now</button></p>` : nothing}
    <main id="main" tabindex="-1">${tokenNeeded() ? tokenView() : view()}</main>
    <footer class="foot">${about()}</footer>
    <div class="notes" role="status" aria-live="polite" data-testid="notes">
      ${repeat(announcements(), (note) => note.id, (note) => html`<p class="note ${note.kind}">${icon(note.kind === 'bad' ? 'warn' : 'check')}<span>${note.text}</span></p>`)}
    </div>
    ${dialogHost()}`;
}

export function pageTitle() {
  const {path} = route();
  const tab = TABS.find(([key]) => key === (path[2] ?? ''));
  const parts = path[0] === 'learners' && path[1] ? [path[1], path[2] ? tab?.[1] : undefined] : [path[0] === 'new' ? 'New learner' : 'Learners'];
  return [...parts.filter(Boolean), 'LAMM Stream'].join(' · ');
}

function view() {
  const {path} = route();
  if (path.length === 0 || (path[0] === 'learners' && path.length === 1)) return learnersView();
  if (path[0] === 'learners') return learnerView(path[1], path[2] ?? '', path[3]);
  if (path[0] === 'new') return newLearnerView();
  return html`<h1 id="title" class="unseen" tabindex="-1">Not found</h1>
    ${empty({title: 'There is no such page', text: 'The address after the # is not known here.', action: html`<a class="button" href="#/">All learners</a>`})}`;
}

function connection() {
  const state = tokenNeeded() ? 'denied' : connectionState();
  const [text, title] = CONNECTION[state];
  return html`<span class="connection" role="status" data-state=${state} data-testid="connection" title=${title}><i aria-hidden="true"></i>${text}</span>`;
}

function themeSwitch() {
  const choose = (value) => {
    setTheme(value);
    update();
  };
  return html`<div class="segments icons" role="group" aria-label="Colours" data-testid="theme">
    ${THEMES.map(([key, text]) => html`<button type="button" aria-pressed=${themeChoice() === key} aria-label="${text} colours" title="${text} colours" data-value=${key} @click=${() => choose(key)}>${icon(THEME_ICONS[key])}</button>`)}
  </div>`;
}

function about() {
  const {value} = info();
  if (!value) return nothing;
  return html`<span>${value.mode === 'dashboard' ? `Reading only: results from ${value.topics?.results ?? 'the results topic'}` : `Worker on ${value.topics?.tasks ?? 'its topic'}`}</span>
    ${value.checkpoint ? html`<span title=${value.checkpoint.sha256}>Checkpoint ${value.checkpoint.name}</span>` : nothing}
    <span>LAMM Stream ${value.version}</span>
    <a href="openapi.json">API</a>`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

