import {isNumber, lost} from '../core/format.js';
import {base, categoryAxis, short, tip, tooltip, valueAxis} from './common.js';
import {zoom} from './accuracy.js';
import {colours} from './palette.js';

/** Points that each task lost since its best; below zero it got better. */
export function forgettingOption(learner, {width}) {
  const palette = colours();
  const values = learner.forgettingPerTask;
  const long = values.length > 40;
  const room = (width - 60) / Math.max(1, values.length);
  return {
    ...base({top: 14, right: 12, bottom: long ? 66 : 30, left: 46}),
    tooltip: tooltip({trigger: 'axis', axisPointer: {type: 'shadow', shadowStyle: {color: palette.muted, opacity: 0.12}}, formatter: ([hit]) => describe(learner, hit.dataIndex)}),
    xAxis: categoryAxis(learner.tasks.map((task, index) => String(index + 1)), {
      axisLabel: {formatter: (value, index) => (room > 74 ? short(learner.tasks[index].name, 10) : value)},
    }),
    yAxis: valueAxis({axisLabel: {formatter: (value) => lost(value).replace('.0', '')}, minInterval: 0.01}),
    ...(long ? {dataZoom: zoom(palette)} : {}),
    series: [{
      id: 'forgetting', type: 'bar', barMaxWidth: 44, barCategoryGap: long ? '10%' : '35%',
      data: values.map((value) => ({
        value: isNumber(value) ? value : null,
        itemStyle: {color: value > 0 ? palette.orange : palette.green, borderRadius: value > 0 ? [3, 3, 0, 0] : [0, 0, 3, 3]},
        label: {position: value > 0 ? 'top' : 'bottom'},
      })),
      label: {show: room > 40, color: palette.muted, fontSize: 11, formatter: ({value}) => lost(value)},
    }],
  };
}

function describe(learner, index) {
  const value = learner.forgettingPerTask[index];
  const text = isNumber(value) ? `${lost(value)} points` : 'nothing to forget yet';
  return tip(`${index + 1} · ${learner.tasks[index].name}`, [['lost since its best', text]]);
}
