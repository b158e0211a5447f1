import {html, nothing, repeat} from '../lib.js';
import {ago, count, lost, percent} from '../core/format.js';
import {can, info, runningOf} from '../core/live.js';
import {invalidate, resource} from '../core/resources.js';
import {href} from '../core/router.js';
import {icon} from '../components/icons.js';
import {bar, empty, failure, loading, stat} from '../components/parts.js';
import {progress} from '../components/progress.js';

/** All learners at a glance. */
export function learnersView() {
  const loaded = resource(['learners']);
  return html`
    <div class="view-head">
      <div><h1 id="title" tabindex="-1">Learners</h1>
        ${loaded.value ? html`<p class="hint">${overview(loaded.value.learners)}</p>` : nothing}</div>
      ${can('publish') && loaded.value?.learners.length ? html`<a class="button" href=${href(['new'])} data-testid="new-learner">${icon('plus')}New learner</a>` : nothing}
    </div>
    ${content(loaded)}`;
}

function overview(learners) {
  if (learners.length === 0) return nothing;
  const classes = learners.reduce((sum, learner) => sum + learner.classes, 0);
  return `${learners.length === 1 ? 'One learner' : count(learners.length) + ' learners'}, ${count(classes)} classes`;
}

function content(loaded) {
  if (!loaded.value) return loaded.error ? failure(loaded.error, () => invalidate()) : loading('Loading the learners');
  const {learners} = loaded.value;
  if (learners.length === 0) return nobody();
  return html`<ul class="learners" data-testid="learners">
    ${repeat(learners, (learner) => learner.name, (learner) => html`<li>${card(learner, runningOf(learner.name, learner.running, loaded.loadedAt))}</li>`)}
  </ul>`;
}

function card(learner, running) {
  const {name, lastAccuracy, zeroShotLast, forgetting} = learner;
  return html`<article class="card learner" data-testid="learner-card" data-learner=${name}>
    <header>
      <h2><a class="cover" href=${href(['learners', name])}>${name}</a></h2>
      <span class="quiet-text" title=${learner.updatedAt ?? nothing}>${learner.updatedAt ? ago(learner.updatedAt) : nothing}</span>
    </header>
    <div class="accuracy">
      <span class="accuracy-value" data-testid="last-accuracy">${percent(lastAccuracy)}</span>
      <span class="accuracy-name">last accuracy</span>
      ${bar(lastAccuracy, {mark: zeroShotLast})}
      <span class="accuracy-note">${lastAccuracy == null ? 'nothing measured yet' : zeroShotLast == null ? nothing
        : html`${percent(zeroShotLast)} zero-shot <i class="mark-key" aria-hidden="true"></i>`}</span>
    </div>
    <dl class="stats">
      ${stat('Classes', count(learner.classes))}
      ${stat('Tasks', count(learner.tasks))}
      ${stat('Forgetting', forgetting == null ? '–' : html`${lost(forgetting)}<small> pt</small>`)}
      ${stat('Champion', learner.champion == null ? '–' : html`v${learner.champion}`, learner.champion != null && learner.head !== learner.champion ? `head v${learner.head}` : nothing)}
    </dl>
    ${running ? progress(running, {compact: true}) : nothing}
  </article>`;
}

function nobody() {
  const worker = info().value?.mode !== 'dashboard';
  return empty({
    testid: 'no-learners',
    title: 'No learner yet',
    text: worker
      ? 'A learner begins with its first task: some class names, and a few images of each.'
      : 'Nothing was reported on the results topic yet. A learner appears here with its first task.',
    commands: ['./lamm publish --bootstrap HOST:PORT --learner NAME --images IMAGE_DIR --shots 16'],
    action: can('publish') ? html`<p>or</p><a class="button primary" href=${href(['new'])} data-testid="new-learner">${icon('plus')}Teach the first classes here</a>` : nothing,
  });
}
