import {html, nothing} from '../lib.js';
import {plural} from '../core/format.js';
import {href} from '../core/router.js';
import {update} from '../core/update.js';
import {icon} from '../components/icons.js';
import {failure} from '../components/parts.js';
import {progress} from '../components/progress.js';
import {Draft} from '../teach/draft.js';

const STEPS = [['sending', 'Send'], ['queued', 'Wait in the queue'], ['running', 'Learn'], ['committed', 'Commit']];

/** Where a sent task is, and what to do when it is done or was rejected. */
export function sentView(name, sent, state) {
  return html`<section class="card sent" aria-labelledby="sent-title" data-testid="sent" data-status=${sent.status}>
    <header class="card-head"><div><h2 id="sent-title">${heading(sent)}</h2>
      <p class="hint">${plural(sent.classes.length, 'class', 'classes')}: ${sent.classes.slice(0, 6).join(', ')}${sent.classes.length > 6 ? ', …' : ''}</p></div></header>
    ${sent.status === 'rejected' ? rejected(sent, state) : steps(sent)}
    ${sent.status === 'sending' ? html`<progress max="1" .value=${sent.sent} aria-label="Sending"></progress>
      <button class="button small" @click=${() => sent.cancel()}>Stop sending</button>` : nothing}
    ${sent.status === 'running' && sent.answer.progress ? progress(sent.answer.progress) : nothing}
    ${sent.status === 'queued' ? html`<p class="hint" role="status">Published. It is learned when the tasks before it are; this page can be left meanwhile.</p>` : nothing}
    ${sent.error && !sent.ended ? failure(sent.error) : nothing}
    ${sent.status === 'committed' ? done(name, sent, state) : nothing}
  </section>`;
}

function heading({status, answer}) {
  switch (status) {
    case 'sending': return 'Sending the images';
    case 'queued': return `Task ${answer.task} waits in the queue`;
    case 'running': return `Task ${answer.task} is being learned`;
    case 'committed': return `Task ${answer.task} is learned: version ${answer.version}`;
    default: return `Task ${answer.task} was rejected`;
  }
}

function steps({status}) {
  const at = STEPS.findIndex(([key]) => key === status);
  return html`<ol class="steps" aria-label="Progress of the task">${STEPS.map(([key, text], index) => {
    const done = index < at || status === 'committed';
    return html`<li data-state=${done ? 'done' : index === at ? 'now' : 'later'} aria-current=${!done && index === at ? 'step' : nothing}>${done ? icon('check') : html`<span class="step-dot"></span>`}<span>${text}</span></li>`;
  })}</ol>`;
}

function rejected({answer}, state) {
  const again = () => {
    state.sent = null;
    update();
  };
  return html`<div class="notice bad" role="alert" data-testid="rejected">
    <p><b>${words(answer.reason)}</b></p><p>${answer.message}</p>
    <p class="hint">Nothing was learned and nothing was lost: the event is in the dead-letter topic. Your images are still here.</p></div>
    <button class="button primary" @click=${again} data-testid="teach-again">Change it and send again</button>`;
}

function done(name, {answer}, state) {
  const next = () => {
    Object.assign(state, {sent: null, tried: false, draft: new Draft()});
    update();
  };
  return html`<div class="actions">
    <a class="button primary" href=${href(['learners', name, 'predict'])} data-testid="try-it">Try it on an image</a>
    <a class="button" href=${href(['learners', name, 'versions', answer.version])}>See version ${answer.version}</a>
    <button class="button" @click=${next} data-testid="teach-more">Teach more classes</button>
  </div>`;
}

/** UNREADABLE_IMAGE is "Unreadable image". */
function words(reason) {
  const text = String(reason ?? 'Rejected').replaceAll(/[_-]/g, ' ').toLowerCase();
  return text[0].toUpperCase() + text.slice(1);
}
