import {bare, isNumber, percent} from '../core/format.js';
import {base, categoryAxis, short, tip, tooltip} from './common.js';
import {zoom} from './accuracy.js';
import {matrixSeries, trackCells} from './matrix-image.js';
import {CIVIDIS, colours, inkOn} from './palette.js';

const NUMBERS_UP_TO = 24;
const CELLS_UP_TO = 40;

/** Height in pixels that gives n tasks readable rows without filling the screen. */
export function matrixHeight(tasks, width = 600) {
  const rows = tasks + 1;
  const row = Math.max(2.4, Math.min(40, 440 / rows));
  return Math.round(Math.min(560, Math.max(200, rows * row)) + 50 + (tasks > 40 ? 34 : 0));
}

/**
 * The accuracy matrix: rows are the learner after each task (row 0 zero-shot), columns the test sets.
 * Right of the staircase stands what was not learned yet, paler.
 */
export function matrixOption(learner, {width, height, tools}) {
  const palette = colours();
  const names = learner.tasks.map((task) => task.name);
  const rows = ['zero-shot', ...names];
  const small = names.length <= 12;
  const left = small && width > 420 ? 92 : 38;
  const bottom = names.length > CELLS_UP_TO ? 62 : 30;
  const cell = (width - left - 10) / Math.max(1, names.length);
  const numbers = names.length <= NUMBERS_UP_TO && cell >= 31 && (height - bottom - 8) / rows.length >= 14;
  const large = names.length > CELLS_UP_TO;
  const label = (index) => (index === 0 ? (left > 50 ? 'zero-shot' : '0') : small && left > 50 ? `${index} ${short(names[index - 1], 9)}` : String(index));
  return {
    ...base({top: 8, right: 10, bottom, left}),
    tooltip: tooltip({formatter: (hit) => describe(rows, names, large ? pointed(learner, tools) : hit.value)}),
    xAxis: categoryAxis(names, {axisLine: {show: false}, axisLabel: {formatter: (name, index) => (small && cell > 84 ? `${index + 1} ${short(name, 9)}` : String(index + 1))}}),
    yAxis: categoryAxis(rows, {inverse: true, axisLine: {show: false}, axisLabel: {formatter: (name, index) => label(index), interval: names.length > 30 ? 'auto' : 0, hideOverlap: true}}),
    ...(large ? {dataZoom: zoom(palette, {xAxisIndex: 0, filterMode: 'none'})} : {}),
    ...(large ? picture(learner, cell, palette) : rectangles(learner, numbers, palette)),
  };
}

/** What the tooltip of a large matrix needs from the chart, once. */
export const matrixTools = trackCells;

function picture(learner, cell, palette) {
  return {visualMap: [], series: [matrixSeries(learner.accuracyMatrix, cell * devicePixelRatio), staircase(learner.tasks.length, palette)]};
}

function rectangles(learner, numbers, palette) {
  const {learned, coming} = split(learner.accuracyMatrix, numbers);
  return {
    visualMap: {show: false, type: 'continuous', min: 0, max: 1, seriesIndex: [0, 1], inRange: {color: CIVIDIS}},
    series: [
      heat('learned', learned, 1, numbers, palette),
      heat('to come', coming, 0.42, numbers, palette),
      staircase(learner.tasks.length, palette),
    ],
  };
}

function pointed(learner, {column, row}) {
  return [column, row, learner.accuracyMatrix[row]?.[column]];
}

function heat(name, data, opacity, numbers, palette) {
  const gap = numbers ? {borderWidth: 1, borderColor: palette.surface} : {};
  return {
    id: name, name, type: 'heatmap', data, progressive: 0, animation: false,
    itemStyle: {opacity, ...gap},
    label: {show: numbers, fontSize: 11, formatter: (hit) => bare(hit.value[2])},
    emphasis: {itemStyle: {borderColor: palette.text, borderWidth: 1.5}},
  };
}

/** Cells as [column, row, accuracy]; a cell that was not measured is left out. */
function split(matrix, numbers) {
  const learned = [];
  const coming = [];
  matrix.forEach((values, row) => values.forEach((value, column) => {
    if (!isNumber(value)) return;
    const point = [column, row, value];
    if (column < row) learned.push(numbers ? {value: point, label: {color: inkOn(value)}} : point);
    else coming.push(numbers ? {value: point, label: {color: colours().text, opacity: 0.8}} : point);
  }));
  return {learned, coming};
}

/** The line between what is learned and what is to come. */
function staircase(size, palette) {
  return {
    id: 'staircase', type: 'custom', silent: true, animation: false, z: 5, clip: true,
    data: Array.from({length: size}, (_, index) => [index, index + 1]),
    renderItem: (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [w, h] = api.size([1, 1]);
      const right = x + w / 2;
      return {type: 'polyline', shape: {points: [[x - w / 2, y - h / 2], [right, y - h / 2], [right, y + h / 2]]}, style: {stroke: palette.text, lineWidth: 1.4, fill: 'none', opacity: 0.75}};
    },
  };
}

function describe(rows, names, [column, row, accuracy]) {
  if (names[column] === undefined) return '';
  const after = row === 0 ? 'Zero-shot, before any task' : `After task ${row} · ${rows[row]}`;
  const note = column < row ? 'learned' : row === 0 ? 'not learned yet' : 'to come';
  return tip(after, [[`on task ${column + 1} · ${names[column]}`, percent(accuracy)], ['state', note]]);
}
