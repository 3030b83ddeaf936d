"use client";
import type { LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { Action } from "@/lib/domain/role";
import { useRefusal } from "../shell/session-context";
import { RoleButton } from "./role-button";
import { RouteLink } from "./route-link";

interface RoleLinkProps extends Pick<LinkProps, "ariaLabel"> {
  action: Action;
  href: string;
  children: ReactNode;
}

/** RoleButton for the rows of a table, where a button for each costs as much as half the row; who may not gets the button. */
export function RoleLink({ action, ...props }: RoleLinkProps) {
  const refused = useRefusal(action) !== undefined;
  return refused ? <RoleButton action={action} variant="inline-link" {...props} /> : <RouteLink {...props} />;
}
