import {isNumber, percent, points, pointsLong} from '../core/format.js';
import {base, categoryAxis, short, tip, tooltip, valueAxis} from './common.js';
import {zoom} from './accuracy.js';
import {colours} from './palette.js';

/** Accuracy per task of one version minus another's. @param {{task: string, before: number, after: number}[]} rows */
export function changeOption(rows, {width}) {
  const palette = colours();
  const long = rows.length > 40;
  const room = (width - 60) / Math.max(1, rows.length);
  const change = (row) => (isNumber(row.before) && isNumber(row.after) ? row.after - row.before : null);
  return {
    ...base({top: 16, right: 12, bottom: long ? 66 : 30, left: 46}),
    tooltip: tooltip({trigger: 'axis', axisPointer: {type: 'shadow', shadowStyle: {color: palette.muted, opacity: 0.12}},
      formatter: ([hit]) => describe(rows[hit.dataIndex], change(rows[hit.dataIndex]))}),
    xAxis: categoryAxis(rows.map((row) => row.task), {axisLine: {onZero: false, lineStyle: {color: palette.line}},
      axisLabel: {formatter: (name, index) => (room > 74 ? short(name, 10) : String(index + 1))}}),
    yAxis: valueAxis({axisLabel: {formatter: (value) => points(value).replace('.0', '')}, ...limits(rows.map(change).filter(isNumber))}),
    ...(long ? {dataZoom: zoom(palette)} : {}),
    series: [{
      id: 'change', type: 'bar', barMaxWidth: 44,
      data: rows.map((row) => ({value: change(row), itemStyle: {color: change(row) < 0 ? palette.orange : palette.green}, label: {position: change(row) < 0 ? 'bottom' : 'top'}})),
      label: {show: room > 40, color: palette.muted, fontSize: 11, formatter: ({value}) => points(value)},
    }],
  };
}

/** Whole steps of 1, 2 or 5 points, with room for the number at a bar's end, and never less than two points each way. */
function limits(changes) {
  const low = 1.1 * Math.min(-0.02, ...changes);
  const high = 1.1 * Math.max(0.02, ...changes);
  const interval = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((step) => (high - low) / step <= 7) ?? 0.5;
  return {interval, min: interval * Math.floor(low / interval), max: interval * Math.ceil(high / interval)};
}

function describe(row, change) {
  return tip(row.task, [['before', percent(row.before)], ['after', percent(row.after)], ['change', pointsLong(change)]]);
}
