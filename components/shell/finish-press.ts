/**
 * The text of a script that has to run before the page's own. Cloudscape's layout puts new elements in the place of the
 * server's when the page comes alive, and a press of the mouse brings it alive at once: between press and release the link
 * becomes another element, for which the browser sends no click. A press that began on a link and ends on the same link,
 * made anew, is a click all the same.
 */
export const FINISH_PRESS_SCRIPT = `(${finishPresses})()`;

/** Runs in the browser by its text alone: it may use nothing from outside itself. */
function finishPresses(): void {
  let pressed: HTMLAnchorElement | null = null;
  const linkOf = (target: EventTarget | null) => (target instanceof Element ? target.closest("a") : null);
  const remember = ({ target, button, ctrlKey, metaKey, shiftKey }: PointerEvent) => {
    pressed = button === 0 && !ctrlKey && !metaKey && !shiftKey ? linkOf(target) : null;
  };
  const finish = ({ clientX, clientY }: PointerEvent) => {
    const began = pressed;
    pressed = null;
    // An element that is still there gets its click from the browser.
    if (!began || began.isConnected) return;
    const link = linkOf(document.elementFromPoint(clientX, clientY));
    if (link?.href === began.href) link.click();
  };
  document.addEventListener("pointerdown", remember, true);
  document.addEventListener("pointerup", finish, true);
}
