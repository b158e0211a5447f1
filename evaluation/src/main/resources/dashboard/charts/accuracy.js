import {percent, isNumber} from '../core/format.js';
import {base, categoryAxis, percentAxis, tip, tooltip, short} from './common.js';
import {colours} from './palette.js';

/** The curves, with what tells them apart besides colour. */
export const CURVES = [
  {key: 'average', name: 'All classes so far', colour: 'blue', width: 2.6, dash: 'solid', symbol: 'circle'},
  {key: 'incremental', name: 'Mean of all steps', colour: 'purple', width: 1.4, dash: [8, 3, 2, 3], symbol: 'none'},
  {key: 'oldClasses', name: 'Old classes', colour: 'orange', width: 1.6, dash: 'solid', symbol: 'triangle'},
  {key: 'newClasses', name: 'New classes', colour: 'green', width: 1.6, dash: [6, 3], symbol: 'diamond'},
  {key: 'zeroShot', name: 'Zero-shot', colour: 'grey', width: 1.6, dash: [2, 3], symbol: 'rect'},
];

/** One curve; 'incremental', the average incremental accuracy up to each step, is computed here. */
export function curveOf(learner, key) {
  if (key !== 'incremental') return learner.curves[key];
  let sum = 0;
  let steps = 0;
  return learner.curves.average.map((value) => {
    if (isNumber(value)) [sum, steps] = [sum + value, steps + 1];
    return steps === 0 ? null : sum / steps;
  });
}

/** Accuracy after each task. @param {object} learner with tasks and curves */
export function accuracyOption(learner, {width}) {
  const palette = colours();
  const tasks = learner.tasks;
  const narrow = width < 560;
  const few = tasks.length <= 30;
  return {
    ...base({top: width < 650 ? 64 : 40, right: narrow ? 14 : 24, bottom: tasks.length > 40 ? 66 : 30, left: 46}),
    legend: {top: 0, left: 0, itemWidth: 26, itemGap: narrow ? 10 : 18, icon: undefined, textStyle: {color: palette.text, fontSize: 12}},
    tooltip: tooltip({trigger: 'axis', axisPointer: {type: 'line', lineStyle: {color: palette.muted, type: 'solid', width: 1}}, formatter: (hits) => describe(learner, hits)}),
    xAxis: categoryAxis(tasks.map((task, index) => String(index + 1)), {
      boundaryGap: tasks.length === 1,
      axisLabel: {formatter: (value, index) => (tasks.length <= 8 && !narrow ? short(tasks[index].name, 12) : value)},
    }),
    yAxis: percentAxis(),
    ...(tasks.length > 40 ? {dataZoom: zoom(palette)} : {}),
    series: CURVES.map((curve, index) => ({
      id: curve.key,
      name: curve.name,
      type: 'line',
      data: curveOf(learner, curve.key).map((value) => (isNumber(value) ? value : null)),
      symbol: curve.symbol,
      symbolSize: curve.symbol === 'circle' ? 6 : 7,
      showSymbol: few,
      z: 10 - index,
      color: palette[curve.colour],
      lineStyle: {width: curve.width, type: curve.dash},
      emphasis: {focus: 'none', lineStyle: {width: curve.width + 0.6}},
    })),
  };
}

/** A slider under a long axis; the wheel zooms only with Ctrl, so that the page still scrolls. */
export function zoom(palette, more = {}) {
  return [
    {type: 'slider', height: 18, bottom: 8, borderColor: palette.line, fillerColor: palette.blue + '22', handleStyle: {color: palette.blue},
      moveHandleSize: 0, brushSelect: false, textStyle: {color: palette.muted, fontSize: 10}, dataBackground: {lineStyle: {opacity: 0}, areaStyle: {opacity: 0}},
      selectedDataBackground: {lineStyle: {opacity: 0}, areaStyle: {opacity: 0}}, ...more},
    {type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, moveOnMouseMove: false, preventDefaultMouseMove: false, ...more},
  ];
}

function describe(learner, hits) {
  const index = hits[0].dataIndex;
  return tip(`${index + 1} · ${learner.tasks[index].name}`, hits.map((hit) => [hit.seriesName, percent(hit.value), hit.color]));
}
