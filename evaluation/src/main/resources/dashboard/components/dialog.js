import {html, nothing} from '../lib.js';
import {update} from '../core/update.js';

let open = null;
/**
 * Asks before something happens. The browser's own dialog: it keeps the focus inside, closes on
 * Escape, and gives the focus back.
 *
 * @param {{title: string, body: () => unknown, confirm: string, act: () => Promise<void>, danger?: boolean}} question
 */
export async function ask(question) {
  open = {...question, busy: false, error: null};
  await update(); // What is asked must be there before the focus goes to it.
  const element = document.getElementById('dialog');
  if (open && !element.open) element.showModal();
}

/** Takes back the question, such as when the page behind it is left. */
export function closeDialog() {
  if (document.getElementById('dialog')?.open) close();
}

export function dialogHost() {
  return html`<dialog id="dialog" class="dialog" aria-labelledby="dialog-title" data-testid="dialog"
      @cancel=${(event) => open?.busy && event.preventDefault()} @close=${closed}>
    ${open === null ? nothing : html`<form @submit=${confirm}>
      <h2 id="dialog-title">${open.title}</h2>
      <div class="dialog-body">${open.body()}</div>
      ${open.error ? html`<p class="problem" role="alert" data-testid="dialog-error">${open.error.message}</p>` : nothing}
      <div class="dialog-actions">
        <button type="button" class="button" @click=${close} ?disabled=${open.busy} data-testid="dialog-cancel">Cancel</button>
        <button type="submit" class="button primary ${open.danger ? 'danger' : ''}" ?disabled=${open.busy} data-testid="dialog-confirm">
          ${open.busy ? 'Working…' : open.confirm}</button>
      </div>
    </form>`}
  </dialog>`;
}

async function confirm(event) {
  event.preventDefault();
  const question = open;
  Object.assign(question, {busy: true, error: null});
  update();
  try {
    await question.act();
    close();
  } catch (error) {
    question.error = error;
  } finally {
    question.busy = false;
    update();
  }
}

function close() {
  document.getElementById('dialog').close();
}

function closed() {
  open = null;
  update();
}
