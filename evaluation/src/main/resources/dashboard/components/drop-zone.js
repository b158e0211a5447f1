import {html} from '../lib.js';
import {dropped} from '../teach/images.js';
import {icon} from './icons.js';

/**
 * A place to drop images, which is also a button to choose them and takes pasted ones.
 *
 * @param {{id: string, label: string, files: (files: File[]) => void, folders?: (groups: Map<string, File[]>) => void,
 *   compact?: boolean}} options folders is called for a drop that holds folders
 */
export function dropZone({id, label, files, folders = (groups) => files([...groups.values()].flat()), compact = false}) {
  const chosen = (event) => {
    const list = [...event.target.files];
    event.target.value = ''; // So that the same file can be chosen again.
    files(list);
  };
  const drop = async (event) => {
    event.preventDefault();
    delete event.currentTarget.dataset.over;
    folders(await dropped(event.dataTransfer));
  };
  const paste = (event) => {
    const list = [...event.clipboardData.files];
    if (list.length > 0) files(list);
  };
  return html`<div class="drop ${compact ? 'compact' : ''}" data-testid="drop" @dragover=${over} @dragleave=${out} @drop=${drop} @paste=${paste}>
    <input id=${id} class="unseen" type="file" accept="image/jpeg,image/png" multiple aria-label=${label} @change=${chosen} data-testid="files">
    <label for=${id}>${icon('image')}<span><b>Drop images here</b> or choose them<small>JPEG or PNG</small></span></label>
  </div>`;
}

function over(event) {
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  event.currentTarget.dataset.over = '';
}

function out(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) delete event.currentTarget.dataset.over;
}
