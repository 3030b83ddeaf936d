"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRef } from "react";
import { capital } from "../parts/problem";
import styles from "./restore.module.css";
import type { ChangedPlan } from "./use-held-plan";

/** Nothing is confirmed that was not shown: first one says that it is this plan. Said at once, for the other is about to be started. */
export function PlanChanged({ changed: { words, take } }: { changed: ChangedPlan }) {
  const box = useRef<HTMLDivElement>(null);
  const goOn = () => {
    // The button goes with the alert: whoever pressed it is led back to where they were typing.
    box.current?.closest('[role="dialog"]')?.querySelector<HTMLElement>("input, textarea")?.focus();
    take();
  };
  return (
    <div role="alert" ref={box}>
      <Alert
        type="warning"
        header="The plan has changed while this was open"
        // A press on it is no press on the dialog's own button.
        action={
          <Button formAction="none" onClick={goOn}>
            Go on with this plan
          </Button>
        }
      >
        <ul className={styles.steps}>
          {words.map((each) => (
            <li key={each}>{capital(each)}</li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}
