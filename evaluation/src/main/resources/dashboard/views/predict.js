import {html, nothing, repeat} from '../lib.js';
import {percent} from '../core/format.js';
import {info} from '../core/live.js';
import {local} from '../core/local.js';
import {send, url} from '../core/api.js';
import {route, setQuery} from '../core/router.js';
import {update} from '../core/update.js';
import {readImage} from '../teach/images.js';
import {dropZone} from '../components/drop-zone.js';
import {icon} from '../components/icons.js';
import {bar, chip, loading, select} from '../components/parts.js';
import {defaultPair, numberOf, versionOptions} from './version-names.js';

const TOP = 5;
const KEPT = 24;
let nextId = 1;

/** Drop an image and see what two versions make of it. */
export function predictTab(name, learner) {
  const state = local('predict:' + name, () => ({images: [], refused: []}));
  const {from, to} = chosen(learner);
  const options = versionOptions(learner);
  const set = (changes) => {
    setQuery({from, to, ...changes});
    state.images.forEach((image) => predict(name, learner, image));
    update();
  };
  return html`<section class="card" aria-labelledby="predict-title" data-testid="predict">
      <header class="card-head"><div><h2 id="predict-title">Try an image</h2><p class="hint">Both versions look at the same image. Nothing is kept.</p></div></header>
      <div class="toolbar">
        ${select({label: 'First version', value: from, options, change: (value) => set({from: value}), testid: 'predict-from'})}
        ${select({label: 'Second version', value: to, options, change: (value) => set({to: value}), testid: 'predict-to'})}
      </div>
      ${dropZone({id: 'drop-predict', label: 'Images to predict', files: (files) => take(name, learner, state, files)})}
      ${state.refused.map((text) => html`<p class="problem" role="alert" data-testid="predict-refused">${text}</p>`)}
    </section>
    <ol class="predictions" aria-live="polite" data-testid="predictions">
      ${repeat(state.images, (image) => image.id, (image) => html`<li class="card prediction" data-testid="prediction" data-state=${image.results ? 'done' : image.error ? 'failed' : 'waiting'}>
        <figure><lamm-thumb .file=${image.file} label=${image.file.name}></lamm-thumb><figcaption>${image.file.name}</figcaption></figure>
        ${image.error ? html`<p class="problem" role="alert">${image.error.message}</p>` : image.results ? sides(image.results) : loading('Predicting')}
        <button class="button quiet small forget" @click=${() => forget(state, image)} aria-label="Remove ${image.file.name}">${icon('close')}</button>
      </li>`)}
    </ol>`;
}

function chosen(learner) {
  const {query} = route();
  const pair = defaultPair(learner);
  const known = (value, other) => (value !== undefined && numberOf(learner, value) !== undefined ? value : other);
  return {from: known(query.from, pair.from), to: known(query.to, learner.champion ? 'champion' : pair.to)};
}

function sides(results) {
  const best = results.map((result) => result.classes[0]?.name);
  const differ = best.length > 1 && best[0] !== best[1];
  return html`<div class="sides">${results.map((result) => html`<section data-testid="side" data-version=${result.version}>
    <h3>Version ${result.version} ${(result.aliases ?? []).map((alias) => chip(alias, alias === 'champion' ? 'gold' : ''))}</h3>
    <ol class="ranking">${result.classes.map((one, index) => html`<li class=${index === 0 ? 'best' : ''}><span class="ranking-name">${one.name}</span>${bar(one.probability, {kind: index === 0 ? '' : 'soft'})}<span class="number">${percent(one.probability)}</span></li>`)}</ol>
  </section>`)}
  ${best.length > 1 ? html`<p class="hint verdict">${differ ? html`They disagree: <b>${best[0]}</b> or <b>${best[1]}</b>.` : html`Both say <b>${best[0]}</b>.`}</p>` : nothing}</div>`;
}

async function take(name, learner, state, files) {
  state.refused = [];
  for (const file of files) {
    try {
      const image = {id: nextId++, ...(await readImage(file, info().value?.limits ?? {})), results: null, error: null};
      state.images = [image, ...state.images].slice(0, KEPT);
      predict(name, learner, image);
    } catch (error) {
      state.refused.push(error.message);
    }
    update();
  }
}

async function predict(name, learner, image) {
  const {from, to} = chosen(learner);
  const versions = [...new Set([from, to])];
  const asked = Symbol('the newest question');
  Object.assign(image, {asked, error: null});
  try {
    const answer = await send('POST', url(['learners', name, 'predict'], {version: versions, top: TOP}), image.file, image.type);
    if (image.asked === asked) image.results = answer.predictions[0].results;
  } catch (error) {
    if (image.asked === asked) image.error = error;
  }
  update();
}

function forget(state, image) {
  state.images = state.images.filter((other) => other !== image);
  update();
}
