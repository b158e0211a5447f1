import {html, nothing} from '../lib.js';
import {enterToken} from '../core/live.js';
import {token} from '../core/api.js';

/** Asks for the token that this server was started with. */
export function tokenView() {
  const submit = (event) => {
    event.preventDefault();
    const value = new FormData(event.target).get('token').trim();
    if (value !== '') enterToken(value);
  };
  return html`<section class="card token" aria-labelledby="title" data-testid="token">
    <h1 id="title" tabindex="-1">This server wants its token</h1>
    <p>It is in the file that the server was started with (<code>--http-token-file</code>) or in its environment
      (<code>LAMM_HTTP_TOKEN</code>). The page keeps it until this browser tab is closed.</p>
    ${token() === null ? nothing : html`<p class="problem" role="alert" data-testid="token-refused">The server does not accept this token.</p>`}
    <form @submit=${submit}>
      <label class="field"><span class="field-label">Token</span>
        <input name="token" type="password" autocomplete="current-password" required pattern="[!-~]+" title="visible ASCII characters, on one line" data-testid="token-input"></label>
      <button class="button primary" data-testid="token-send">Continue</button>
    </form>
  </section>`;
}
