import {theme} from '../core/theme.js';

/**
 * Colours that people with colour-vision deficiencies can tell apart: Okabe and Ito, "Color
 * Universal Design" (2008), for categories; cividis (Nuñez, Anderton and Renslow, PLOS ONE 2018),
 * perceptually uniform, for amounts. Lines differ by dash and symbol as well.
 */
const OKABE_ITO = {
  light: {blue: '#0072b2', orange: '#c25700', green: '#00795a', grey: '#5b6676', purple: '#a8487f', sky: '#2b8cc4', yellow: '#b58900'},
  dark: {blue: '#56b4e9', orange: '#f0883e', green: '#2fc49a', grey: '#a3afbf', purple: '#e08cbc', sky: '#8fd0f5', yellow: '#f0e442'},
};

const INK = {
  light: {text: '#1b2430', muted: '#5a6573', line: '#d5dbe3', faint: '#eef1f5', surface: '#ffffff', font: ''},
  dark: {text: '#e7ecf2', muted: '#9aa8b8', line: '#35414f', faint: '#222c37', surface: '#161d26', font: ''},
};

export const CIVIDIS = ['#00224e', '#123570', '#3b496c', '#575d6d', '#707173', '#8a8678', '#a59c74', '#c3b369', '#e1cc55', '#fee838'];

export function colours() {
  return {...OKABE_ITO[theme()], ...INK[theme()]};
}

/** Black or white, whichever can be read on this amount's colour. */
export function inkOn(fraction) {
  return fraction > 0.52 ? '#10161d' : '#ffffff';
}

export function fontFamily() {
  return getComputedStyle(document.body).fontFamily;
}
