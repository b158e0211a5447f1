import {html, nothing} from '../lib.js';
import {announce} from '../core/announce.js';
import {sendJson, url} from '../core/api.js';
import {invalidate} from '../core/resources.js';
import {update} from '../core/update.js';
import {ask} from '../components/dialog.js';
import {plural} from '../core/format.js';

/** Says what a rollback does, and does it when it is wanted. */
export function askRollback(name, learner, number) {
  const choice = {moveHead: false};
  const before = learner.champion ?? learner.head;
  ask({
    title: `Roll back ${name} to version ${number}?`,
    confirm: `Roll back to v${number}`,
    body: () => explanation(learner, number, before, choice),
    act: async () => {
      await sendJson('POST', url(['learners', name, 'rollback']), {version: number, moveHead: choice.moveHead});
      announce(`${name}: champion is now version ${number}`);
      invalidate(['learners']);
    },
  });
}

function explanation(learner, number, before, choice) {
  const classes = (at) => learner.versions.find((version) => version.number === at)?.classes;
  const fewer = (classes(before) ?? 0) - (classes(number) ?? 0);
  const flip = (event) => {
    choice.moveHead = event.target.checked;
    update();
  };
  return html`
    <p>The alias <b>champion</b> moves from version ${before} to version ${number}. Predictions follow at once${fewer > 0 ? html`, without the ${plural(fewer, 'class', 'classes')} learned in between` : nothing}.</p>
    <p>Nothing is deleted: all versions stay, and champion can be moved back in the same way.</p>
    <label class="check"><input type="checkbox" .checked=${choice.moveHead} @change=${flip} data-testid="move-head">
      <span>Also continue learning from here<small>${choice.moveHead ? html`The next task builds on version ${number} and begins a branch.` : html`Otherwise the next task still builds on version ${learner.head}, and champion stays where you put it.`}</small></span></label>`;
}
