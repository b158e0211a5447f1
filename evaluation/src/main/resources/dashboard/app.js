import './components/chart.js';
import './components/thumb.js';
import {render} from './lib.js';
import {announce, startAnnouncements} from './core/announce.js';
import {closeDialog} from './components/dialog.js';
import {startLive, tokenRefused} from './core/live.js';
import {startResources} from './core/resources.js';
import {onThemeChange} from './core/theme.js';
import {startRouter} from './core/router.js';
import {startUpdates, update} from './core/update.js';
import {page, pageTitle} from './views/page.js';

/**
 * The page's beginning: everything that changes asks for an update, and an update draws the whole
 * page again, of which lit-html touches only what differs.
 *
 * For tests and style sheets: elements that matter carry data-testid, named after what they show
 * (learner-card, accuracy-chart, matrix, classes, versions, compare, teach, predict, connection,
 * dialog, ...); state is in data-state or in ARIA attributes. Both are kept stable.
 */
const root = document.getElementById('app');
let after = null;

startUpdates(draw);
startAnnouncements(update);
startResources({
  changed: update,
  failed: (problem) => problem.status === 401 && tokenRefused(),
});
onThemeChange(update);
startRouter(({samePage, scroll}) => {
  if (!samePage) {
    closeDialog();
    after = {scroll};
  }
  update();
});
addEventListener('unhandledrejection', (event) => announce(String(event.reason?.message ?? event.reason), 'bad'));
setInterval(update, 30_000); // "3 minutes ago" grows old.

document.getElementById('boot')?.remove();
draw();
startLive();

function draw() {
  render(page(), root);
  document.title = pageTitle();
  if (after === null) return;
  const {scroll} = after;
  after = null;
  document.getElementById('title')?.focus({preventScroll: true});
  document.querySelector('.tabs [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
  scrollTo(0, scroll);
}
