import {bytes} from '../core/format.js';

/**
 * Reads what a person dropped or chose, and refuses what the server would refuse, before anything
 * is sent.
 */
const MAGIC = [
  {type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff]},
  {type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]},
];

/** @returns {Promise<{file: File, type: string}>} or throws an Error that names the file and the reason */
export async function readImage(file, limits = {}) {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const kind = MAGIC.find(({bytes: magic}) => magic.every((byte, index) => head[index] === byte));
  if (!kind) throw new Error(`${file.name} is neither a JPEG nor a PNG image`);
  if (limits.imageBytes && file.size > limits.imageBytes) {
    throw new Error(`${file.name} has ${bytes(file.size)}; an image may have ${bytes(limits.imageBytes)}`);
  }
  const pixels = await measure(file);
  if (limits.imagePixels && pixels > limits.imagePixels) {
    throw new Error(`${file.name} has ${(pixels / 1e6).toFixed(1)} million pixels; ${(limits.imagePixels / 1e6).toFixed(1)} are allowed`);
  }
  return {file, type: kind.type};
}

async function measure(file) {
  let image;
  try {
    image = await createImageBitmap(file);
  } catch {
    throw new Error(`${file.name} cannot be read as an image`);
  }
  const pixels = image.width * image.height;
  image.close();
  return pixels;
}

/**
 * Files of a drop, by the folder they lie in; files that were dropped alone stand under ''.
 *
 * @returns {Promise<Map<string, File[]>>}
 */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const groups = new Map();
  const add = (folder, file) => groups.set(folder, [...(groups.get(folder) ?? []), file]);
  if (entries.length === 0) [...transfer.files].forEach((file) => add('', file));
  for (const entry of entries) await walk(entry, '', add);
  return groups;
}

async function walk(entry, folder, add) {
  if (entry.isFile) {
    if (!entry.name.startsWith('.')) add(folder, await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A reader gives at most a hundred entries at a time.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await walk(child, entry.name, add);
  }
}
