"use client";
import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useFollow } from "../shell/use-follow";

/** A link to another page of the console, without loading anew. */
export function RouteLink(props: LinkProps & { href: string; children: ReactNode }) {
  return <Link {...props} onFollow={useFollow()} />;
}
