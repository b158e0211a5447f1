import {html, nothing, repeat} from '../lib.js';
import {bytes, count, plural} from '../core/format.js';
import {info} from '../core/live.js';
import {local} from '../core/local.js';
import {update} from '../core/update.js';
import {icon} from '../components/icons.js';
import {dropZone} from '../components/drop-zone.js';
import {Draft, heldOut} from '../teach/draft.js';
import {SentTask} from '../teach/sent-task.js';
import {sentView} from './sent.js';

/** Puts a task together from dropped images, sends it, and shows how it is learned. */
export function teachTab(name, learner) {
  const state = local('teach:' + name, () => ({draft: new Draft(), sent: null, tried: false}));
  if (state.sent && state.sent.status !== 'failed') return sentView(name, state.sent, state);
  return form(name, learner, state);
}

function form(name, learner, state) {
  const {draft} = state;
  const limits = info().value?.limits ?? {};
  const known = new Set(learner?.tasks.flatMap((task) => task.classes) ?? []);
  const problems = draft.problems(known, limits);
  const send = (event) => {
    event.preventDefault();
    state.tried = true;
    if (problems.length === 0 && draft.reading === 0) state.sent = new SentTask(name, draft);
    update().then(() => document.querySelector('[data-testid=teach-problems]')?.focus());
  };
  const add = () => {
    const {id} = draft.addClass();
    update().then(() => document.getElementById('class-' + id)?.focus());
  };
  return html`<form class="teach" @submit=${send} data-testid="teach" novalidate>
    <section class="card" aria-labelledby="teach-title">
      <header class="card-head"><div><h2 id="teach-title">Teach new classes</h2>
        <p class="hint">Name each class with the words that describe it, and give a few images, 8 to 16 if you have them.
          Every fourth is held out as a test image. You can also drop one folder per class.</p></div></header>
      <div class="class-drafts">${repeat(draft.classes, (one) => one.id, (one) => classCard(draft, one, known, limits, state.tried))}
        <button type="button" class="add-class" @click=${add} data-testid="add-class">${icon('plus')}Add a class</button></div>
    </section>
    ${draft.refused.length ? html`<section class="card notice bad" role="alert" data-testid="refused">
      <h3>${plural(draft.refused.length, 'file')} not taken</h3><ul>${draft.refused.slice(0, 8).map((text) => html`<li>${text}</li>`)}</ul>
      <button type="button" class="button small" @click=${() => { draft.refused = []; update(); }}>Dismiss</button></section>` : nothing}
    <section class="card send" aria-label="Send">
      <details class="more"><summary>Task name and settings</summary>
        <label class="field"><span class="field-label">Task name (optional)</span><input maxlength="256" .value=${draft.task} @input=${(event) => edit(draft, {task: event.target.value})} data-testid="task-name"></label>
        <label class="field"><span class="field-label">Settings (optional), one key=value per line</span><textarea rows="3" placeholder="epochs=20" .value=${draft.settings} @input=${(event) => edit(draft, {settings: event.target.value})} data-testid="task-settings"></textarea></label>
      </details>
      ${state.sent?.error ? html`<p class="problem" role="alert" data-testid="send-error">${state.sent.error.message}</p>` : nothing}
      ${state.tried && problems.length ? html`<div class="problem" role="alert" tabindex="-1" data-testid="teach-problems"><p>Not sent yet:</p><ul>${problems.map((text) => html`<li>${text}</li>`)}</ul></div>` : nothing}
      <div class="send-line">
        <p class="hint" role="status" data-testid="teach-summary">${summary(draft, limits)}</p>
        <button class="button primary" data-testid="teach-send" ?disabled=${draft.reading > 0}>${draft.reading > 0 ? 'Reading images…' : 'Send and learn'}</button>
      </div>
    </section>
  </form>`;
}

function classCard(draft, one, known, limits, tried) {
  const problem = draft.problemOf(one, known);
  const shown = problem && (tried || known.has(one.name.trim()));
  const files = (list) => settle(draft.addFiles(one, list, limits));
  const folders = (groups) => settle(draft.addFolders(groups, one, limits));
  const remove = () => {
    draft.removeClass(one);
    update();
  };
  return html`<fieldset class="class-draft" data-testid="class-draft">
    <legend class="unseen">Class ${one.name}</legend>
    <div class="class-line">
      <label class="field grow"><span class="field-label">Class name</span>
        <input id="class-${one.id}" autocomplete="off" placeholder="for example: red fox" .value=${one.name} aria-invalid=${shown ? 'true' : 'false'} aria-describedby="class-problem-${one.id}"
          @input=${(event) => edit(one, {name: event.target.value})} data-testid="class-name"></label>
      <button type="button" class="button quiet" @click=${remove} aria-label="Remove class ${one.name}" ?disabled=${draft.classes.length === 1 && !one.name && one.images.length === 0} data-testid="remove-class">${icon('close')}</button>
    </div>
    ${dropZone({id: 'drop-' + one.id, label: one.name.trim() ? `Images of ${one.name.trim()}` : 'Images of this class', files, folders, compact: one.images.length > 0})}
    ${one.images.length ? html`<ul class="previews">${repeat(one.images, (image) => image.id, (image, index) => preview(one, image, index))}</ul>` : nothing}
    <p class="hint" id="class-problem-${one.id}">${shown ? html`<span class="worse">${problem}</span>` : counted(one)}</p>
  </fieldset>`;
}

function preview(one, image, index) {
  const drop = () => {
    one.images = one.images.filter((other) => other !== image);
    update();
  };
  return html`<li data-testid="preview" class=${heldOut(index) ? 'test' : ''}>
    <lamm-thumb .file=${image.file} label=${image.file.name}></lamm-thumb>
    ${heldOut(index) ? html`<span class="tag">test</span>` : nothing}
    <button type="button" @click=${drop} aria-label="Remove ${image.file.name}" title="Remove">${icon('close')}</button></li>`;
}

function counted(one) {
  const total = one.images.length;
  const tests = Math.floor(total / 4);
  if (total === 0) return nothing;
  return `${plural(total - tests, 'image')} to learn from, ${tests === 0 ? 'none held out (from 4 images on, every fourth is)' : `${count(tests)} held out to test`}`;
}

function summary(draft, limits) {
  const most = limits.bodyBytes ? ` of ${bytes(limits.bodyBytes)}` : '';
  return `${plural(draft.used.length, 'class', 'classes')}, ${plural(draft.images, 'image')}, ${bytes(draft.size)}${most}`;
}

async function settle(promise) {
  update();
  await promise;
  update();
}

function edit(target, changes) {
  Object.assign(target, changes);
  update();
}
