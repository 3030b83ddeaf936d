"use client";
import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";

/** To another place of this page: nothing is loaded anew, and back leads back. */
export function PlaceLink({ href, children, ...props }: LinkProps & { href: string; children: ReactNode }) {
  return (
    <Link
      {...props}
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        window.history.pushState(null, "", href);
      }}
    >
      {children}
    </Link>
  );
}
