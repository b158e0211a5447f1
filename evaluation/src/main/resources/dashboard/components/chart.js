import {html, loadCharts} from '../lib.js';
import {motionAllowed, onThemeChange} from '../core/theme.js';
import {vars} from './vars.js';

/**
 * <lamm-chart>: an ECharts chart with the size of its box. It is drawn again only when its data,
 * its builder, the theme or its width class changes; other updates of the page leave it alone.
 */
class Chart extends HTMLElement {
  #chart = null;
  #drawn = {};
  #tools;
  #sizes = new ResizeObserver(() => this.#resized());
  #unsubscribe = () => {};
  source = null;
  build = null;

  /** @param {{data: any, build: (data: any, box: {width: number}) => object, click?: (params: object) => void, prepare?: (chart: any) => any}} spec prepare
   *      is called once with the new chart; what it returns is the builder's box.tools */
  set spec({data, build, click, prepare}) {
    this.source = data;
    this.build = build;
    this.click = click;
    this.prepare = prepare;
    this.#draw();
  }

  connectedCallback() {
    this.#unsubscribe = onThemeChange(() => this.#draw(true));
    this.#sizes.observe(this);
    this.#start();
  }

  disconnectedCallback() {
    this.#unsubscribe();
    this.#sizes.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
    this.#drawn = {};
  }

  async #start() {
    const {init} = await loadCharts();
    if (!this.isConnected || this.#chart) return;
    this.#chart = init(this, null, {renderer: 'canvas'});
    this.#chart.on('click', (params) => this.click?.(params));
    this.#tools = this.prepare?.(this.#chart);
    this.#draw();
  }

  #resized() {
    if (!this.#chart || this.clientWidth === 0) return;
    this.#chart.resize();
    this.#draw();
  }

  #draw(force = false) {
    if (!this.#chart || !this.build || this.clientWidth === 0) return;
    const next = {source: this.source, build: this.build, width: this.clientWidth};
    const same = Object.keys(next).every((key) => next[key] === this.#drawn[key]);
    if (same && !force) return;
    this.#drawn = next;
    const option = this.build(this.source, {width: this.clientWidth, height: this.clientHeight, tools: this.#tools});
    this.#chart.setOption({animation: motionAllowed(), animationDuration: 250, animationDurationUpdate: 250, ...option},
      {replaceMerge: ['series', 'xAxis', 'yAxis', 'visualMap', 'graphic']});
    this.dataset.state = 'drawn';
  }
}

customElements.define('lamm-chart', Chart);

/**
 * @param {{data: any, build: Function, label: string, size?: string, click?: Function}} options label
 *     says in one sentence what is seen; size is a class that sets the height,
 *     'free' takes the height in pixels
 */
export function chart({data, build, label, size = 'medium', height = 0, click, prepare}) {
  return html`<lamm-chart class="chart ${size}" role="img" aria-label=${label} ${vars({'--chart-height': height + 'px'})} .spec=${{data, build, click, prepare}}></lamm-chart>`;
}
