import {html, nothing} from '../lib.js';
import {can} from '../core/live.js';
import {resource} from '../core/resources.js';

/**
 * A few test images of a class, where the server keeps them; nothing where it does not.
 *
 * @param {{limit?: number, version?: string, predicted?: string}} [options] predicted: only images
 *     that the version takes for this class
 */
export function examples(learner, name, {limit = 4, version = 'head', predicted = null} = {}) {
  if (!can('examples')) return nothing;
  const query = {class: name, limit, version, ...(predicted === null ? {} : {predicted})};
  const shown = resource(['learners', learner, 'examples'], query).value?.examples ?? [];
  if (shown.length === 0) return nothing;
  return html`<span class="thumbs" data-testid="examples">${shown.map((example) =>
    html`<lamm-thumb .address=${example.url} label=${describe(example)}></lamm-thumb>`)}</span>`;
}

function describe({label, predicted}) {
  if (predicted === null || predicted === undefined) return `Image of ${label}`;
  return predicted === label ? `Image of ${label}, recognised` : `Image of ${label}, taken for ${predicted}`;
}
