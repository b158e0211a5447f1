import {html, nothing} from '../lib.js';
import {can} from '../core/live.js';
import {resource} from '../core/resources.js';

/**
 * A few images of a class, where the server keeps them; nothing where it does not.
 *
 * @param {{predicted?: string}} [options] predicted: prefer images that were taken for this class
 */
export function examples(learner, name, {limit = 4, predicted = null} = {}) {
  if (!can('examples')) return nothing;
  const loaded = resource(['learners', learner, 'examples'], {class: name, limit: predicted === null ? limit : limit * 4});
  const all = loaded.value?.examples ?? [];
  const wrong = all.filter((example) => example.predicted === predicted);
  const shown = (predicted !== null && wrong.length > 0 ? wrong : all).slice(0, limit);
  if (shown.length === 0) return nothing;
  return html`<span class="thumbs">${shown.map((example) => html`<lamm-thumb .address=${example.url} label=${'Image of ' + example.label}></lamm-thumb>`)}</span>`;
}
