import {Directive, directive, nothing} from '../lib.js';

/**
 * Sets CSS custom properties of an element: <i ${vars({'--part': 0.3})}>. A style attribute would be
 * refused by the page's content security policy; the object model is not.
 */
class Vars extends Directive {
  render() {
    return nothing;
  }

  update(part, [properties]) {
    for (const [name, value] of Object.entries(properties)) {
      part.element.style.setProperty(name, String(value));
    }
    return nothing;
  }
}

export const vars = directive(Vars);
