import {html} from '../lib.js';
import {go} from '../core/router.js';
import {can} from '../core/live.js';
import {empty} from '../components/parts.js';

/** Names a learner; the next page teaches it. */
export function newLearnerView() {
  const submit = (event) => {
    event.preventDefault();
    const name = new FormData(event.target).get('name').trim();
    if (name !== '') go(['learners', name, 'teach']);
  };
  if (!can('publish')) return empty({title: 'This page cannot teach', text: 'It is served by a process that only reads results.'});
  return html`<section class="card token" aria-labelledby="title" data-testid="new-learner-form">
    <h1 id="title" tabindex="-1">New learner</h1>
    <p>A learner is one classifier that grows. Its first task creates it.</p>
    <form @submit=${submit}>
      <label class="field"><span class="field-label">Name</span>
        <input name="name" required maxlength="256" autocomplete="off" placeholder="for example: shop-floor" data-testid="new-learner-name"></label>
      <button class="button primary" data-testid="new-learner-next">Choose images</button>
    </form>
  </section>`;
}
