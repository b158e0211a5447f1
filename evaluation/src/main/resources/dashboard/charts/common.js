import {colours, fontFamily} from './palette.js';

/**
 * The part that all charts share. Tooltips are elements with text, never strings of HTML: names come
 * from whoever published them.
 */
export function base({top = 34, right = 14, bottom = 28, left = 46} = {}) {
  const {text} = colours();
  return {
    textStyle: {fontFamily: fontFamily(), color: text, fontSize: 12},
    grid: {top, right, bottom, left, containLabel: false},
    tooltip: tooltip(),
    aria: {enabled: false}, // The element has a label of its own.
  };
}

export function tooltip(more = {}) {
  const {surface, line, text} = colours();
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: surface,
    borderColor: line,
    padding: [8, 10],
    textStyle: {color: text, fontSize: 12, fontFamily: fontFamily()},
    ...more,
  };
}

/** @param {string} title @param {[string, string, string?][]} rows name, value, colour */
export function tip(title, rows) {
  const box = document.createElement('div');
  box.className = 'tip';
  box.append(element('strong', title));
  for (const [name, value, colour] of rows) {
    const row = element('div', '', 'tip-row');
    const dot = element('i', '', 'tip-dot');
    if (colour) dot.style.background = colour;
    else dot.hidden = true;
    row.append(dot, element('span', name), element('b', value));
    box.append(row);
  }
  return box;
}

function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

export function categoryAxis(data, more = {}) {
  const {muted, line} = colours();
  return {
    type: 'category',
    data,
    axisTick: {show: false},
    axisLine: {lineStyle: {color: line}},
    axisLabel: {color: muted, hideOverlap: true, ...more.axisLabel},
    ...without(more, 'axisLabel'),
  };
}

export function valueAxis(more = {}) {
  const {muted, faint} = colours();
  return {
    type: 'value',
    axisLabel: {color: muted, ...more.axisLabel},
    splitLine: {lineStyle: {color: faint}},
    ...without(more, 'axisLabel'),
  };
}

export function percentAxis(more = {}) {
  return valueAxis({min: 0, max: 1, axisLabel: {formatter: (value) => Math.round(value * 100) + ' %'}, ...more});
}

/** A name cut to what an axis can hold. */
export function short(text, length = 14) {
  return text.length > length ? text.slice(0, length - 1) + '…' : text;
}

function without(object, key) {
  const {[key]: _, ...rest} = object;
  return rest;
}
