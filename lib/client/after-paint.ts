/** Does what can wait until the page has drawn what was just done: nobody who works by keys waits for it. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work, 0));
}
