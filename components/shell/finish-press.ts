/**
 * The text of a script that has to run before the page's own. Cloudscape's layout puts new elements in the place of the
 * server's when the page comes alive, and a press of the mouse brings it alive at once: between press and release the link
 * becomes another element, for which the browser sends no click; or it moves away under the hand. A press that began on a link
 * and ends on the same link, made anew, is a click all the same; so is one that ends where it began.
 */
export const FINISH_PRESS_SCRIPT = `(${finishPresses})()`;

/** Runs in the browser by its text alone: it may use nothing from outside itself. */
function finishPresses(): void {
  let pressed: { link: HTMLAnchorElement; x: number; y: number } | undefined;
  const linkOf = (target: EventTarget | null) => (target instanceof Element ? target.closest("a") : null);
  const remember = ({ target, button, ctrlKey, metaKey, shiftKey, clientX, clientY }: PointerEvent) => {
    const link = button === 0 && !ctrlKey && !metaKey && !shiftKey ? linkOf(target) : null;
    pressed = link ? { link, x: clientX, y: clientY } : undefined;
  };
  const finish = ({ clientX, clientY }: PointerEvent) => {
    const began = pressed;
    pressed = undefined;
    if (!began) return;
    const isSame = (link: HTMLAnchorElement | null) => link?.href === began.link.href;
    const under = linkOf(document.elementFromPoint(clientX, clientY));
    // An element that is still there gets its click from the browser.
    if (under === began.link) return;
    if (!began.link.isConnected && isSame(under)) return under?.click();
    // Under a hand that has not moved it went away, or was made anew a little further away.
    const moved = Math.hypot(clientX - began.x, clientY - began.y) > 4;
    if (moved) return;
    const link = began.link.isConnected ? began.link : [...document.querySelectorAll("a")].find(isSame);
    link?.click();
  };
  document.addEventListener("pointerdown", remember, true);
  document.addEventListener("pointerup", finish, true);
}
