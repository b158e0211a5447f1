/**
 * The libraries of the page, each version named once. They come from WebJars on the class path and
 * are served beside the page; ECharts is fetched when the first chart appears.
 */
export {html, svg, render, nothing} from '../webjars/lit-html/3.3.2/lit-html.js';
export {Directive, directive} from '../webjars/lit-html/3.3.2/directive.js';
export {repeat} from '../webjars/lit-html/3.3.2/directives/repeat.js';
export {keyed} from '../webjars/lit-html/3.3.2/directives/keyed.js';
export {live} from '../webjars/lit-html/3.3.2/directives/live.js';

let charts;

/** The chart library; one download, whoever asks. */
export function loadCharts() {
  charts ??= import('../webjars/echarts/5.5.0/echarts.esm.min.js');
  return charts;
}
