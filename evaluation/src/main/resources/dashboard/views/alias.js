import {html} from '../lib.js';
import {announce} from '../core/announce.js';
import {sendJson, url} from '../core/api.js';
import {invalidate} from '../core/resources.js';
import {update} from '../core/update.js';
import {ask} from '../components/dialog.js';

/** Gives a version a name, or moves a name to it. */
export function askAlias(name, number) {
  const choice = {alias: ''};
  const edit = (event) => {
    choice.alias = event.target.value.trim();
    update();
  };
  ask({
    title: `Name version ${number}`,
    confirm: 'Set alias',
    body: () => html`<p>Predictions, comparisons and exports take the alias in the place of the number. An alias that exists moves here.</p>
      <label class="field"><span class="field-label">Alias</span><input required maxlength="64" autocomplete="off" placeholder="for example: before-summer" @input=${edit} data-testid="alias-name"></label>`,
    act: async () => {
      await sendJson('PUT', url(['learners', name, 'aliases', choice.alias]), {version: number});
      announce(`${choice.alias} is now version ${number}`);
      invalidate(['learners']);
    },
  });
}

/** Removes a name; the version stays. */
export function askRemoval(name, alias, number) {
  ask({
    title: `Remove the alias ${alias}?`,
    confirm: 'Remove alias',
    body: () => html`<p>Version ${number} stays as it is, but who asks for <b>${alias}</b> is told that there is no such version.</p>`,
    act: async () => {
      await sendJson('DELETE', url(['learners', name, 'aliases', alias]));
      announce(`Alias ${alias} is removed`);
      invalidate(['learners']);
    },
  });
}
