import {isNumber, measure, percent} from '../core/format.js';
import {base, categoryAxis, short, tip, tooltip, valueAxis} from './common.js';
import {zoom} from './accuracy.js';
import {colours} from './palette.js';

/** What can be looked at: how far a class's text feature or its label embedding moved. */
export const MEASURES = {
  featureDrift: {name: 'Text feature', axis: '1 − cosine'},
  embeddingDrift: {name: 'Label embedding', axis: 'L2 distance'},
};

/**
 * One point per old class, above the task it came with; the bar is each task's median. Readable
 * for ten classes and for thousands.
 *
 * @param {{tasks: object[], classes: object[], measure: string}} data
 */
export function driftOption(data, {width}) {
  const palette = colours();
  const groups = group(data);
  const long = data.tasks.length > 40;
  const room = (width - 60) / Math.max(1, data.tasks.length);
  const many = data.classes.length > 400;
  return {
    ...base({top: 30, right: 14, bottom: long ? 66 : 30, left: 54}),
    tooltip: tooltip({formatter: (hit) => describe(data, hit)}),
    xAxis: categoryAxis(data.tasks.map((task, index) => String(index + 1)), {
      axisLabel: {formatter: (value, index) => (room > 74 ? short(data.tasks[index].name, 10) : value)},
    }),
    yAxis: valueAxis({name: MEASURES[data.measure].axis, nameLocation: 'end', nameTextStyle: {color: palette.muted, align: 'left', padding: [0, 0, 0, -40]}, axisLabel: {formatter: measure}, min: 0}),
    ...(long ? {dataZoom: zoom(palette)} : {}),
    series: [
      {
        id: 'classes', type: 'scatter', symbolSize: many ? 4 : 8, large: false, animation: false,
        itemStyle: {color: palette.blue, opacity: many ? 0.45 : 0.6},
        emphasis: {itemStyle: {opacity: 1, borderColor: palette.text, borderWidth: 1}},
        data: groups.flatMap((classes, index) => classes.map((item) => ({value: [index, item[data.measure]], item}))),
      },
      {
        id: 'median', type: 'scatter', silent: true, z: 5, animation: false, symbol: 'rect', symbolSize: [Math.max(3, Math.min(34, room * 0.6)), 3],
        itemStyle: {color: palette.orange, opacity: 1},
        data: groups.map((classes, index) => [index, median(classes.map((item) => item[data.measure]))]).filter(([, value]) => value !== null),
      },
    ],
  };
}

function group({tasks, classes, measure: key}) {
  const places = new Map(tasks.map((task, index) => [task.name, index]));
  const groups = tasks.map(() => []);
  for (const item of classes) {
    if (isNumber(item[key]) && places.has(item.task)) groups[places.get(item.task)].push(item);
  }
  return groups;
}

function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function describe(data, {data: point}) {
  const {item} = point;
  return tip(item.name, [
    ['task', item.task],
    ['text feature moved', measure(item.featureDrift)],
    ['label embedding moved', measure(item.embeddingDrift)],
    ['accuracy then → now', `${percent(item.accuracyWhenLearned)} → ${percent(item.accuracyNow)}`],
  ]);
}
