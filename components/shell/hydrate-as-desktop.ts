"use client";
import { useEffect } from "react";

// The server renders Cloudscape's desktop layout, for it cannot know the window. On a telephone the first render of the
// browser would differ from it and React would throw the server's page away. Cloudscape's own switch keeps the first
// render on the desktop side; when the page is alive the switch goes and the layout follows the window.
const FORCE_MOBILE_MODE = Symbol.for("awsui-force-mobile-mode");
const page = globalThis as { [FORCE_MOBILE_MODE]?: boolean };

if (typeof window !== "undefined") page[FORCE_MOBILE_MODE] = false;

export function useLayoutOfWindow(): void {
  useEffect(() => {
    delete page[FORCE_MOBILE_MODE];
    window.dispatchEvent(new Event("resize"));
  }, []);
}
