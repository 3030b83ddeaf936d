"use client";
import { useQuery } from "@tanstack/react-query";
import { waitingFor } from "@/lib/domain/approval/waiting";
import { useNow } from "../shell/clock";
import { useRefusal, useShellFacts } from "../shell/session-context";
import { openApprovalsQuery } from "./queries";

/** What waits for whoever looks, where two people have to agree on something. */
export function useWaiting() {
  const { id, login, role, twoPeople } = useShellFacts();
  const acts = useRefusal("ask for approval") === undefined;
  const { data } = useQuery({ ...openApprovalsQuery(), enabled: acts && twoPeople.acts.length > 0 });
  return waitingFor(data?.approvals ?? [], { id, login, role }, useNow());
}
