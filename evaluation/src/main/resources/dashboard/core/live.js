import {announce} from './announce.js';
import {setToken} from './api.js';
import {EventStream} from './events.js';
import {clearResources, invalidate, invalidateExactly, loaded, resource} from './resources.js';
import {update} from './update.js';

/** What the server pushes: the connection, running tasks, and which data has become old. */
const running = new Map(); // learner -> {value, at}
const watchers = new Set();
const discovered = new Set();
let connection = 'connecting';
let denied = false;
let wasLive = false;

const stream = new EventStream({event: received, state: connected});

export function startLive() {
  stream.start();
}

/** 'connecting', 'live', 'waiting' or 'denied'. */
export function connectionState() {
  return connection;
}

/** Whether the server wants a token that this page does not have. */
export function tokenNeeded() {
  return denied;
}

export function tokenRefused() {
  if (denied) return;
  denied = true;
  update();
}

export function enterToken(value) {
  setToken(value);
  clearResources();
  denied = false;
  stream.start();
  update();
}

export function reconnect() {
  stream.start();
  invalidate();
}

/** What this server can do; undefined until it answered. */
export function info() {
  return resource(['info']);
}

export function can(capability) {
  return info().value?.capabilities?.[capability] === true;
}

/** The running task of a learner: what was pushed last, if that is newer than the loaded data. */
export function runningOf(name, loaded, loadedAt) {
  const pushed = running.get(name);
  return (pushed && pushed.at >= loadedAt ? pushed.value : loaded) ?? null;
}

/** Calls back for every event until the returned function is called. */
export function watch(listener) {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

function connected(state) {
  const back = state === 'live' && wasLive && connection !== 'live';
  connection = state;
  if (state === 'denied') denied = true;
  if (state === 'live') {
    denied = false;
    if (back) announce('Connected again');
    if (wasLive) invalidate(); // Whatever was missed in between.
    wasLive = true;
  }
  update();
}

function received(type, data) {
  const {learner} = data;
  switch (type) {
    case 'task-progress':
      running.set(learner, {value: data.running ?? null, at: Date.now()});
      discover(learner);
      break;
    case 'learner-updated':
      running.set(learner, {value: null, at: Date.now()});
      refresh(learner);
      break;
    case 'task-rejected':
      running.set(learner, {value: null, at: Date.now()});
      refresh(learner);
      announce(`Task ${data.task} was not learned: ${data.message ?? data.reason}`, 'bad');
      break;
    case 'task-queued':
    case 'alias-moved':
      refresh(learner);
      break;
    case 'reset':
      running.clear();
      invalidate();
      break;
    default: // A newer server may say more.
  }
  watchers.forEach((listener) => listener(type, data));
  update();
}

/** A learner that the list does not have yet: its first task is on its way. */
function discover(learner) {
  const list = loaded(['learners'])?.learners;
  if (!list || discovered.has(learner) || list.some(({name}) => name === learner)) return;
  discovered.add(learner);
  invalidateExactly(['learners']);
}

function refresh(learner) {
  invalidate(['learners', learner]);
  invalidateExactly(['learners']);
}
