import {headers, problem, Problem} from './api.js';

/**
 * Sends a form and says how far it is. XMLHttpRequest, because fetch does not report the progress
 * of what it sends.
 *
 * @param {(fraction: number) => void} progress called with 0 to 1
 * @returns {{done: Promise<any>, cancel: () => void}} the parsed answer, or a Problem
 */
export function upload(address, form, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open('POST', address);
    for (const [name, value] of Object.entries(headers({Accept: 'application/json'}))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 200 || request.status > 299) {
        reject(problem(request.status, request.responseText, request.getResponseHeader('Retry-After')));
        return;
      }
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        reject(new Problem({status: request.status, title: 'Not understood', detail: 'the answer is no JSON'}));
      }
    };
    request.onerror = () => reject(new Problem({
      status: 0,
      title: 'Not sent',
      detail: 'the connection broke while the images were being sent; nothing was published',
    }));
    request.onabort = () => reject(new Problem({status: 0, title: 'Stopped', detail: 'sending was stopped; nothing was published'}));
    request.send(form);
  });
  return {done, cancel: () => request.abort()};
}
