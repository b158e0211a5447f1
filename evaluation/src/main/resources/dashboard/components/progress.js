import {html, nothing} from '../lib.js';
import {measure, timeLeft, plural} from '../core/format.js';

const PHASES = {
  encode: 'Encoding images',
  align: 'Aligning label embeddings',
  evaluate: 'Measuring accuracy',
  commit: 'Committing the version',
};

export function phaseName(phase) {
  return PHASES[phase] ?? phase;
}

/** A running task: what it does, how far it is, and how long it will take. */
export function progress(running, {compact = false} = {}) {
  const known = running.total > 0;
  const text = phaseName(running.phase);
  return html`<div class="progress ${compact ? 'compact' : ''}" data-testid="progress" data-phase=${running.phase}>
    <div class="progress-head">
      <span class="progress-task"><span class="pulse" aria-hidden="true"></span>Learning <b>${running.task}</b></span>
      <span class="progress-left">${timeLeft(running.secondsLeft)}</span>
    </div>
    ${compact ? nothing : html`<span class="unseen" role="status">${text}, task ${running.task}</span>`}
    <progress max=${known ? running.total : 1} .value=${known ? running.done : 0}
      aria-label=${`${text} of task ${running.task}`}></progress>
    <div class="progress-foot">
      <span>${text}</span>
      <span class="number">${detail(running, compact)}</span>
    </div>
  </div>`;
}

function detail(running, compact) {
  if (running.epoch) {
    const loss = compact || running.loss == null ? nothing : html` · loss ${measure(running.loss)}`;
    return html`epoch ${running.epoch} of ${running.epochs ?? '?'}${loss}`;
  }
  if (running.total > 0) return html`${running.done} of ${plural(running.total, running.phase === 'encode' ? 'image' : 'step')}`;
  return nothing;
}
