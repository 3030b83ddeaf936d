"use client";
import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { Action } from "@/lib/domain/role";
import { useRefusal } from "../shell/session-context";
import { RoleButton } from "./role-button";
import { RouteLink } from "./route-link";

interface RoleLinkProps extends Pick<LinkProps, "ariaLabel"> {
  action: Action;
  /** Where it leads, or what it does. */
  to: string | (() => void);
  children: ReactNode;
}

/** RoleButton for the rows of a table, where a button for each costs as much as half the row; who may not gets the button. */
export function RoleLink({ action, to, ...props }: RoleLinkProps) {
  const refused = useRefusal(action) !== undefined;
  if (refused) return <RoleButton action={action} variant="inline-link" {...props} />;
  if (typeof to === "string") return <RouteLink href={to} {...props} />;
  return <Link onFollow={to} {...props} />;
}
