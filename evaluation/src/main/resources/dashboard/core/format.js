/** How numbers, times and sizes are written, in one place. All accuracies come as fractions. */
const NBSP = '\u00a0';
const NONE = '–';
const whole = new Intl.NumberFormat('en');
const when = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit',
});
const soon = new Intl.RelativeTimeFormat('en', {numeric: 'auto'});

export const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/** 0.6764 is "67.6 %"; what was not measured is a dash. */
export function percent(fraction) {
  return isNumber(fraction) ? unsigned(fraction * 100) + NBSP + '%' : NONE;
}

/** As percent, without the sign, for table cells and heat maps. */
export function bare(fraction) {
  return isNumber(fraction) ? unsigned(fraction * 100) : NONE;
}

/** A difference of two accuracies, in points: "+1.2", "−3.4", "0.0". */
export function points(fraction) {
  if (!isNumber(fraction)) return NONE;
  const text = Math.abs(fraction * 100).toFixed(1);
  return (text === '0.0' ? '' : fraction > 0 ? '+' : '−') + text;
}

/** A loss in points, such as forgetting: "14.5"; a gain is "−2.0". */
export function lost(fraction) {
  return isNumber(fraction) ? unsigned(fraction * 100) : NONE;
}

export function pointsLong(fraction) {
  return isNumber(fraction) ? points(fraction) + NBSP + 'points' : NONE;
}

export function count(value) {
  return isNumber(value) ? whole.format(value) : NONE;
}

/** "1 class", "10 classes". */
export function plural(value, one, many = one + 's') {
  return `${count(value)}${NBSP}${value === 1 ? one : many}`;
}

/** A distance or loss with three significant digits. */
export function measure(value) {
  if (!isNumber(value)) return NONE;
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

export function duration(seconds) {
  if (!isNumber(seconds)) return NONE;
  if (seconds < 1) return seconds.toFixed(2) + NBSP + 's';
  if (seconds < 10) return seconds.toFixed(1) + NBSP + 's';
  const all = Math.round(seconds);
  if (all < 60) return all + NBSP + 's';
  const minutes = Math.floor(all / 60);
  if (minutes < 60) return `${minutes}${NBSP}min ${all % 60}${NBSP}s`;
  return `${Math.floor(minutes / 60)}${NBSP}h ${minutes % 60}${NBSP}min`;
}

/** What is left of a task: rounded, since it is an estimate. */
export function timeLeft(seconds) {
  if (!isNumber(seconds)) return 'time left unknown';
  if (seconds < 1.5) return 'almost done';
  return `about ${duration(Math.max(1, Math.round(seconds))).replace('.0', '')} left`;
}

export function dateTime(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? NONE : when.format(date);
}

/** "3 minutes ago"; after a week the date itself. */
export function ago(iso, now = Date.now()) {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  if (Number.isNaN(seconds)) return NONE;
  const past = Math.abs(seconds);
  if (past < 45 || seconds > 0) return 'just now'; // Clocks differ.
  if (past < 3600) return soon.format(Math.round(seconds / 60), 'minute');
  if (past < 86400) return soon.format(Math.round(seconds / 3600), 'hour');
  if (past < 604800) return soon.format(Math.round(seconds / 86400), 'day');
  return dateTime(iso);
}

export function bytes(size) {
  if (!isNumber(size)) return NONE;
  if (size < 1024) return size + NBSP + 'B';
  if (size < 1024 * 1024) return (size / 1024).toFixed(1) + NBSP + 'KB';
  return (size / 1024 / 1024).toFixed(1) + NBSP + 'MB';
}

/** The first digits of a digest. */
export function digest(hex) {
  return typeof hex === 'string' ? hex.slice(0, 12) : NONE;
}

export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : '';
}

function unsigned(value) {
  const text = value.toFixed(1);
  return text.startsWith('-') ? (Number(text) === 0 ? '0.0' : '−' + text.slice(1)) : text;
}
