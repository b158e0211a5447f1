import {html, nothing} from '../lib.js';
import {bare, isNumber, lost, measure, percent, points} from '../core/format.js';
import {can} from '../core/live.js';
import {href} from '../core/router.js';
import {local} from '../core/local.js';
import {resource} from '../core/resources.js';
import {update} from '../core/update.js';
import {chart} from '../components/chart.js';
import {figure} from '../components/figure.js';
import {empty, loading, segments, stat} from '../components/parts.js';
import {dataTable} from '../components/table.js';
import {CURVES, accuracyOption, curveOf} from '../charts/accuracy.js';
import {MEASURES, driftOption} from '../charts/drift.js';
import {forgettingOption} from '../charts/forgetting.js';
import {matrixHeight, matrixOption, matrixTools} from '../charts/matrix.js';
import {growth} from './confusions.js';

/** How well a learner does, and what it forgot. */
export function overviewTab(name, learner) {
  if (learner.tasks.length === 0) {
    return empty({title: 'Nothing learned yet', text: 'The first task is on its way, or was rejected. Charts appear with the first version.',
      action: html`<a class="button" href=${href(['learners', name, 'teach'])}>Teach classes</a>`});
  }
  return html`
    ${numbers(learner)}
    <div class="figures">
      ${accuracy(name, learner)}
      ${matrix(name, learner)}
      ${forgetting(name, learner)}
      ${can('analysis') ? html`${drift(name, learner)}${growth(name, learner)}` : nothing}
    </div>`;
}

function numbers(learner) {
  const {lastAccuracy, zeroShotLast} = learner;
  const gain = isNumber(lastAccuracy) && isNumber(zeroShotLast) ? `${points(lastAccuracy - zeroShotLast)} over zero-shot` : nothing;
  return html`<dl class="stats numbers card" data-testid="numbers">
    ${stat('Last accuracy', percent(lastAccuracy), gain, 'number-last')}
    ${stat('Average incremental accuracy', percent(learner.averageIncrementalAccuracy), 'mean over all steps', 'number-average')}
    ${stat('Zero-shot', percent(zeroShotLast), 'untouched checkpoint', 'number-zero-shot')}
    ${stat('Forgetting', html`${lost(learner.forgetting)}<small> points</small>`, 'below its best, mean of tasks', 'number-forgetting')}
    ${stat('Backward transfer', html`${points(learner.metrics?.backwardTransfer)}<small> points</small>`, 'since each was learned', 'number-backward')}
    ${stat('Forward transfer', html`${points(learner.metrics?.forwardTransfer)}<small> points</small>`, 'before learning, over zero-shot', 'number-forward')}
  </dl>`;
}

function accuracy(name, learner) {
  return figure({
    id: 'accuracy-chart',
    title: 'Accuracy over tasks',
    hint: 'After each task, on everything seen so far; old and new classes apart.',
    chart: () => chart({data: learner, build: accuracyOption, size: 'tall', label: `Line chart of accuracy after each of ${learner.tasks.length} tasks. Last: ${percent(learner.lastAccuracy)}, zero-shot ${percent(learner.zeroShotLast)}.`}),
    table: () => simpleTable('accuracy-table', 'Accuracy after each task, in percent',
      learner.tasks.map((task, index) => ({index, task})),
      [taskColumn(), ...CURVES.map(({key, name: label}) => ({key, label, numeric: true, value: ({index}) => curveOf(learner, key)[index], cell: ({index}) => bare(curveOf(learner, key)[index])}))]),
  });
}

function matrix(name, learner) {
  const tasks = learner.tasks;
  return figure({
    id: 'matrix',
    title: 'Accuracy matrix',
    hint: html`Rows: after each task. Columns: its test set. Right of the line: not learned yet.
      <span class="scale" aria-hidden="true"><span>0</span><i></i><span>100 %</span></span>`,
    chart: () => chart({data: learner, build: matrixOption, prepare: matrixTools, size: 'free', height: matrixHeight(tasks.length), label: `Heat map of accuracy: ${tasks.length + 1} rows, zero-shot first, by ${tasks.length} test sets. The table has every number.`}),
    table: () => simpleTable('matrix-table', 'Accuracy in percent; rows: after each task, columns: test sets',
      learner.accuracyMatrix.map((row, index) => ({index, row})),
      [{key: 'row', label: 'After', head: true, value: ({index}) => index, cell: ({index}) => (index === 0 ? 'zero-shot' : `${index} ${tasks[index - 1].name}`)},
        ...tasks.map((task, column) => ({key: 'c' + column, label: String(column + 1), title: task.name, numeric: true, value: ({row}) => row[column], cell: ({row, index}) => (column < index ? bare(row[column]) : html`<span class="quiet-text">${bare(row[column])}</span>`)}))], 20),
  });
}

function forgetting(name, learner) {
  return figure({
    id: 'forgetting-chart',
    title: 'Forgetting per task',
    hint: 'Points between a task’s best accuracy since it was learned and its last. Below zero: it got better.',
    chart: () => chart({data: learner, build: forgettingOption, label: `Bar chart of the points that each task lost. Mean: ${lost(learner.forgetting)} points.`}),
    table: () => simpleTable('forgetting-table', 'Forgetting per task, in points', learner.forgettingPerTask.map((value, index) => ({index, value, task: learner.tasks[index]})),
      [taskColumn(), {key: 'value', label: 'Forgetting', numeric: true, value: ({value}) => value, cell: ({value}) => lost(value)}]),
  });
}

function drift(name, learner) {
  const state = local('drift:' + name, () => ({measure: 'featureDrift'}));
  const loaded = resource(['learners', name, 'versions', 'head', 'classes']);
  const choose = (value) => {
    state.measure = value;
    update();
  };
  // The newest task's classes had no time to drift.
  const newest = learner.tasks.at(-1).name;
  const old = loaded.value?.classes.filter((item) => item.task !== newest) ?? [];
  if (state.of !== loaded.value || state.by !== state.measure) {
    Object.assign(state, {of: loaded.value, by: state.measure, data: {tasks: learner.tasks.slice(0, -1), classes: old, measure: state.measure}});
  }
  const missing = () => (loaded.error ? html`<p class="hint" role="status">${loaded.error.message}</p>` : loaded.value ? html`<p class="blank">Old classes appear here after the second task.</p>` : loading());
  return figure({
    id: 'drift-chart',
    title: 'Drift of old classes',
    hint: 'How far each class has moved since it was learned. One point is one class; the bar is its task’s median.',
    tools: segments({label: 'What moved', value: state.measure, testid: 'drift-measure', options: Object.entries(MEASURES).map(([key, {name: text}]) => [key, text]), change: choose}),
    chart: () => (old.length === 0 ? missing() : chart({data: state.data, build: driftOption, label: `Scatter of the drift of ${old.length} old classes by task.`})),
    table: () => (old.length === 0 ? missing() : simpleTable('drift-table', 'Drift of old classes', old, [
      {key: 'name', label: 'Class', head: true, value: (row) => row.name},
      {key: 'task', label: 'Task', value: (row) => row.task},
      ...Object.entries(MEASURES).map(([key, {name: label, axis}]) => ({key, label, title: axis, numeric: true, value: (row) => row[key], cell: (row) => measure(row[key])}))])),
  });
}

function simpleTable(id, caption, rows, columns, pageSize = 25) {
  const state = local('table:' + id, () => ({}));
  const change = (changes) => {
    Object.assign(state, changes);
    update();
  };
  return dataTable({id, caption, columns, rows, key: (row) => row.index ?? row.name, state, change, pageSize});
}

function taskColumn() {
  return {key: 'task', label: 'Task', head: true, value: ({index}) => index, cell: ({index, task}) => `${index + 1} ${task.name}`};
}
