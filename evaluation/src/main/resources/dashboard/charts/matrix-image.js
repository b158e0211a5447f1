import {isNumber} from '../core/format.js';
import {CIVIDIS, colours} from './palette.js';

const PALE = 0.42;
const MOST = 2400; // Pixels of the picture's edge.

/**
 * The accuracy matrix as one picture, for many tasks: 40,000 rectangles would take seconds to draw.
 *
 * @param {(number|null)[][]} matrix
 * @param {number} cell width of a cell on the screen, in device pixels
 */
export function matrixSeries(matrix, cell) {
  const size = matrix[0].length;
  const picture = enlarge(pixels(matrix), Math.min(Math.ceil(cell), Math.floor(MOST / matrix.length)));
  return {
    id: 'picture', name: 'picture', type: 'custom', animation: false, clip: true, data: [[0, 0]],
    renderItem: (params, api) => {
      const [w, h] = api.size([1, 1]);
      const [x1, y1] = api.coord([0, 0]);
      const [x2, y2] = api.coord([size - 1, size]);
      return {
        type: 'image',
        style: {image: picture, x: x1 - w / 2, y: y1 - h / 2, width: x2 - x1 + w, height: y2 - y1 + h},
        emphasisDisabled: true,
      };
    },
  };
}

/** Remembers over which cell the pointer is, for a tooltip of a picture. */
export function trackCells(chart) {
  const at = {column: 0, row: 0};
  chart.getZr().on('mousemove', (event) => {
    const [column, row] = chart.convertFromPixel({seriesId: 'picture'}, [event.offsetX, event.offsetY]) ?? [0, 0];
    Object.assign(at, {column: Math.round(column), row: Math.round(row)});
  });
  return at;
}

function pixels(matrix) {
  const canvas = document.createElement('canvas');
  canvas.width = matrix[0].length;
  canvas.height = matrix.length;
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  const surface = rgb(colours().surface);
  matrix.forEach((values, row) => values.forEach((value, column) => {
    if (!isNumber(value)) return;
    const strength = column < row ? 1 : PALE;
    const colour = cividis(value).map((part, index) => part * strength + surface[index] * (1 - strength));
    image.data.set([...colour, 255], 4 * (row * canvas.width + column));
  }));
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Whole multiples keep the cells' edges sharp. */
function enlarge(canvas, factor) {
  const large = document.createElement('canvas');
  large.width = canvas.width * factor;
  large.height = canvas.height * factor;
  const context = large.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, large.width, large.height);
  return large;
}

function cividis(value) {
  const place = Math.max(0, Math.min(1, value)) * (CIVIDIS.length - 1);
  const low = Math.min(CIVIDIS.length - 2, Math.floor(place));
  const [a, b] = [rgb(CIVIDIS[low]), rgb(CIVIDIS[low + 1])];
  return a.map((part, index) => part + (b[index] - part) * (place - low));
}

function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
