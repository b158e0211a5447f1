import {getBlob} from '../core/api.js';

const EDGE = 192;

/**
 * <lamm-thumb .file=${blob} label="..."> or <lamm-thumb .address=${url} label="...">: an image,
 * decoded to a small canvas. A canvas, so that an image behind the token can be shown and no
 * blob: address has to be allowed, and so that hundreds of photos cost little memory.
 */
class Thumb extends HTMLElement {
  #file = null;
  #address = null;
  #stop = new AbortController();
  #canvas = document.createElement('canvas');
  #shown = null;

  set file(file) {
    this.#file = file;
    this.#show();
  }

  set address(address) {
    this.#address = address;
    this.#show();
  }

  static observedAttributes = ['label'];

  attributeChangedCallback() {
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', this.getAttribute('label'));
  }

  connectedCallback() {
    if (!this.#canvas.isConnected) this.append(this.#canvas);
    this.#show();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  async #show() {
    const source = this.#file ?? this.#address;
    if (!this.isConnected || source === null || source === this.#shown) return;
    this.#shown = source;
    this.#stop.abort();
    this.#stop = new AbortController();
    try {
      const blob = this.#file ?? (await getBlob(this.#address, this.#stop.signal));
      const image = await createImageBitmap(blob);
      if (this.#shown === source) this.#paint(image);
      image.close();
    } catch (error) {
      if (error.name === 'AbortError') this.#shown = null;
      else this.dataset.state = 'broken';
    }
  }

  #paint(image) {
    const scale = Math.min(1, EDGE / Math.min(image.width, image.height));
    this.#canvas.width = Math.max(1, Math.round(image.width * scale));
    this.#canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = this.#canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, this.#canvas.width, this.#canvas.height);
    this.dataset.state = 'shown';
  }
}

customElements.define('lamm-thumb', Thumb);
