import {getJson, url} from '../core/api.js';
import {upload} from '../core/upload.js';
import {watch} from '../core/live.js';
import {update} from '../core/update.js';

const POLL_MS = 2000;
const ENDED = ['committed', 'rejected'];

/** A task on its way: being sent, then followed until it is learned or rejected. */
export class SentTask {
  /** 'sending', 'queued', 'running', 'committed', 'rejected' or 'failed' (nothing was published). */
  status = 'sending';
  sent = 0;
  classes;
  answer = {};
  error = null;
  #learner;
  #upload;
  #timer = 0;
  #unwatch = () => {};

  constructor(learner, draft) {
    this.#learner = learner;
    this.classes = draft.used.map((one) => one.name.trim());
    this.#upload = upload(url(['learners', learner, 'tasks']), draft.form(), (fraction) => this.#change({sent: fraction}));
    this.#upload.done.then((answer) => this.#accepted(answer), (error) => this.#change({status: 'failed', error}));
  }

  get ended() {
    return this.status === 'failed' || ENDED.includes(this.status);
  }

  cancel() {
    this.#upload.cancel();
  }

  #accepted(answer) {
    this.#change({sent: 1, status: answer.status ?? 'queued', answer});
    this.#unwatch = watch((type, data) => this.#heard(type, data));
    this.#ask();
  }

  #heard(type, data) {
    if (data.learner !== this.#learner) return;
    if (type === 'task-progress' && data.running?.eventId === this.answer.eventId) {
      this.#change({status: 'running', answer: {...this.answer, progress: data.running}});
    } else if (type !== 'task-progress') {
      this.#ask();
    }
  }

  /** Events may be missed; asking may not. */
  async #ask() {
    clearTimeout(this.#timer);
    if (this.ended) return;
    try {
      const answer = await getJson(url(['learners', this.#learner, 'tasks', this.answer.eventId]));
      this.#change({status: answer.status, answer: {...this.answer, ...answer}, error: null});
    } catch (error) {
      this.#change({error}); // The task is published: what is learned does not depend on this page.
    }
    if (this.ended) this.#unwatch();
    else this.#timer = setTimeout(() => this.#ask(), POLL_MS);
  }

  #change(changes) {
    if (this.ended) return;
    Object.assign(this, changes);
    update();
  }
}
