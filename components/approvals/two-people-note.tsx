"use client";
import Alert from "@cloudscape-design/components/alert";
import { ACT_VIEW, type TwoPeopleAct } from "@/lib/domain/approval/two-people";
import { useShellFacts } from "../shell/session-context";

/** Why the last button asks, and does not start. */
export function TwoPeopleNote({ act }: { act: TwoPeopleAct }) {
  return (
    <Alert type="info" header="Two people have to agree on this">
      <WhyTwo act={act} />
    </Alert>
  );
}

export function WhyTwo({ act }: { act: TwoPeopleAct }) {
  const { twoPeople } = useShellFacts();
  return (
    <>
      Here one person alone may not do this: {ACT_VIEW[act].meaning(twoPeople)}. Ask for approval; an administrator
      other than you looks at this very plan, and then you start it.
    </>
  );
}
