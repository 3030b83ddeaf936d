"use client";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import type { Action } from "@/lib/domain/role";
import { useRefusal } from "../shell/session-context";
import { useFollow } from "../shell/use-follow";

/** A button for what not everybody may do: for the others it stands there disabled and says why. */
export function RoleButton({ action, ...props }: ButtonProps & { action: Action }) {
  const refusal = useRefusal(action);
  const follow = useFollow();
  if (!refusal) return <Button {...props} onFollow={props.href ? follow : undefined} />;
  return <Button {...props} href={undefined} disabled disabledReason={refusal} />;
}
