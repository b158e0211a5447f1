import {svg} from '../lib.js';

export const ROW = 58;
const LANE = 16;

/**
 * Lays versions out as a graph: the head's own line is lane 0, every branch gets a lane of its own
 * while it lasts.
 *
 * @param {{number: number, parent: number|null}[]} versions ascending
 * @returns {Map<number, number>} lane by version number
 */
export function lanes(versions, head) {
  const byNumber = new Map(versions.map((version) => [version.number, version]));
  const result = new Map();
  for (let at = byNumber.get(head); at; at = byNumber.get(at.parent)) result.set(at.number, 0);
  const tips = []; // Per lane from 1 on: its newest version and where that one's branch ends.
  const last = lastOf(versions);
  for (const {number, parent} of versions) {
    if (result.has(number)) continue;
    let lane = tips.findIndex((tip) => tip.number === parent);
    if (lane < 0) lane = tips.findIndex((tip) => tip.end < (parent ?? number));
    if (lane < 0) lane = tips.length;
    tips[lane] = {number, end: last(number)};
    result.set(number, lane + 1);
  }
  return result;
}

/** The newest version that descends from a version. */
function lastOf(versions) {
  const last = new Map();
  for (const {number, parent} of [...versions].reverse()) {
    const own = Math.max(number, last.get(number) ?? 0);
    last.set(number, own);
    if (parent != null) last.set(parent, Math.max(own, last.get(parent) ?? 0));
  }
  return (number) => last.get(number);
}

export function graphWidth(placed) {
  return (Math.max(0, ...placed.values()) + 1) * LANE + 12;
}

/** The lines and dots beside the list of versions, newest first. For eyes only. */
export function versionGraph(shown, placed, champion) {
  const rows = new Map(shown.map((version, index) => [version.number, index]));
  const x = (number) => 12 + (placed.get(number) ?? 0) * LANE;
  const y = (number) => (rows.has(number) ? rows.get(number) * ROW + ROW / 2 : shown.length * ROW);
  const height = shown.length * ROW;
  return svg`<svg class="graph" width=${graphWidth(placed)} height=${height} viewBox="0 0 ${graphWidth(placed)} ${height}" aria-hidden="true" focusable="false">
    ${shown.filter(({parent}) => parent != null).map(({number, parent}) => svg`<path class="edge" d=${curve(x(number), y(number), x(parent), y(parent))}></path>`)}
    ${shown.map(({number, pruned}) => svg`<circle class="dot ${pruned ? 'pruned' : ''} ${number === champion ? 'champion' : ''}" cx=${x(number)} cy=${y(number)} r=${number === champion ? 6 : 4.5}></circle>`)}
  </svg>`;
}

function curve(x1, y1, x2, y2) {
  if (x1 === x2) return `M${x1} ${y1}V${y2}`;
  const turn = y2 - ROW / 2;
  return `M${x1} ${y1}V${turn}C${x1} ${y2},${x2} ${turn},${x2} ${y2}`;
}
