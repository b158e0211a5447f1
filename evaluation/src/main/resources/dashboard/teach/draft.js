import {bytes, count, plural} from '../core/format.js';
import {readImage} from './images.js';

const MAX_NAME = 256;
const HELD_OUT = 4; // Every fourth image of a class without test images is held out by the server.
let nextId = 1;

/** A task that is being put together: classes with images, nothing sent yet. */
export class Draft {
  task = '';
  settings = '';
  classes = [];
  refused = [];
  reading = 0;

  constructor() {
    this.addClass();
  }

  addClass(name = '') {
    const added = {id: nextId++, name, images: []};
    this.classes.push(added);
    return added;
  }

  removeClass(gone) {
    this.classes = this.classes.filter((one) => one !== gone);
    if (this.classes.length === 0) this.addClass();
  }

  /** Adds what can be used and lists what cannot. */
  async addFiles(target, files, limits) {
    this.reading += files.length;
    for (const file of files) {
      try {
        const same = target.images.some(({file: other}) => other.name === file.name && other.size === file.size);
        if (!same) target.images.push({id: nextId++, ...(await readImage(file, limits))});
      } catch (error) {
        this.refused.push(error.message);
      }
      this.reading -= 1;
    }
  }

  /** Folders become classes; a class without name and images is filled first. */
  async addFolders(groups, target, limits) {
    for (const [folder, files] of groups) {
      if (folder === '') {
        await this.addFiles(target, files, limits);
        continue;
      }
      const same = this.classes.find((one) => one.name.trim() === folder);
      const blank = [target, ...this.classes].find((one) => one.name.trim() === '' && one.images.length === 0);
      const into = same ?? blank ?? this.addClass();
      into.name = folder;
      await this.addFiles(into, files, limits);
    }
  }

  get used() {
    return this.classes.filter((one) => one.name.trim() !== '' || one.images.length > 0);
  }

  get images() {
    return this.classes.reduce((sum, one) => sum + one.images.length, 0);
  }

  get size() {
    return this.classes.reduce((sum, one) => sum + one.images.reduce((inner, {file}) => inner + file.size, 0), 0);
  }

  /** What stands in the way of a class; undefined if nothing does. @param {Set<string>} known */
  problemOf(one, known) {
    const name = one.name.trim();
    if (name === '') return one.images.length === 0 ? undefined : 'Give the class a name: the words that describe it.';
    if (name.length > MAX_NAME) return `The name has ${name.length} characters; ${MAX_NAME} are allowed.`;
    if (known.has(name)) return 'This learner already knows a class with this name.';
    if (this.classes.some((other) => other !== one && other.name.trim() === name)) return 'Another class here has the same name.';
    return one.images.length === 0 ? 'It needs at least one image.' : undefined;
  }

  /** Everything that stands in the way of sending, in the order of the form. */
  problems(known, limits) {
    const problems = this.used
      .map((one) => [one.name.trim(), this.problemOf(one, known)])
      .filter(([, problem]) => problem)
      .map(([name, problem]) => (name === '' ? problem : `${name}: ${problem}`));
    if (this.used.length === 0) problems.push('Add a class: its name and some images.');
    if (limits.imagesPerTask && this.images > limits.imagesPerTask) {
      problems.push(`${plural(this.images, 'image')}; a task may have ${count(limits.imagesPerTask)}.`);
    }
    // The form's own lines take a little as well.
    if (limits.bodyBytes && this.size + 1024 * (this.images + 1) > limits.bodyBytes) {
      problems.push(`${bytes(this.size)} of images; one task may be sent with ${bytes(limits.bodyBytes)}. Take fewer or smaller images.`);
    }
    try {
      configuration(this.settings);
    } catch (error) {
      problems.push(error.message);
    }
    return [...new Set(problems)];
  }

  /** @returns {FormData} */
  form() {
    const form = new FormData();
    if (this.task.trim() !== '') form.append('task', this.task.trim());
    const settings = configuration(this.settings);
    if (Object.keys(settings).length > 0) form.append('configuration', JSON.stringify(settings));
    for (const {name, images} of this.used) {
      images.forEach(({file, type}) => form.append('train/' + name.trim(), file.slice(0, file.size, type), file.name));
    }
    return form;
  }
}

/** Whether the server holds this image of a class out as a test image. */
export function heldOut(index) {
  return (index + 1) % HELD_OUT === 0;
}

/** "epochs=20, lr=0.001", on one line or several, as an object. */
function configuration(text) {
  const settings = {};
  for (const line of text.split(/[\n,]/).map((part) => part.trim()).filter(Boolean)) {
    const at = line.indexOf('=');
    if (at < 1) throw new Error(`The setting "${line}" is not of the form key=value.`);
    settings[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return settings;
}
