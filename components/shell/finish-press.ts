"use client";
// Cloudscape's layout puts new elements in the place of the server's when the page comes alive, and a press of the mouse
// brings it alive at once: between press and release the link is another element, for which the browser sends no click.
// A press that began on a link and ends on the same link, made anew, is a click all the same.
let pressed: { link: HTMLAnchorElement; href: string } | undefined;

if (typeof document !== "undefined") {
  document.addEventListener("pointerdown", remember, { capture: true });
  document.addEventListener("pointerup", finish, { capture: true });
}

function remember({ target, button, ctrlKey, metaKey, shiftKey }: PointerEvent): void {
  const link = button === 0 && !ctrlKey && !metaKey && !shiftKey ? linkAt(target) : undefined;
  pressed = link && { link, href: link.href };
}

function finish({ clientX, clientY }: PointerEvent): void {
  const began = pressed;
  pressed = undefined;
  // An element that is still there gets its click from the browser.
  if (!began || began.link.isConnected) return;
  const link = linkAt(document.elementFromPoint(clientX, clientY));
  if (link?.href === began.href) link.click();
}

function linkAt(target: EventTarget | null): HTMLAnchorElement | undefined {
  return (target instanceof Element && target.closest("a")) || undefined;
}
