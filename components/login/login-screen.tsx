"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ProblemView } from "../parts/problem";
import { Mark } from "../shell/mark";
import styles from "./login.module.css";
import { signIn, signOut } from "./sign-in";

/**
 * `provider`: it sent the person back without a sign-in. `audit`: nobody is let in without a trace, and there can be none.
 * `too-many`: from where the person is, too many sign in at once.
 */
export type SignInFailure = "provider" | "audit" | "too-many";

interface LoginScreenProps {
  /** Where to go afterwards; a path of this console. */
  callbackUrl: string;
  environment: string;
  githubHost: string;
  failed?: SignInFailure;
  /** Signed in, and not allowed in. */
  refused?: { login: string; message: string; hint: string };
}

export function LoginScreen({ callbackUrl, environment, githubHost, failed, refused }: LoginScreenProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const go = (away: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    away().catch((refusal) => {
      setBusy(false);
      setError(refusal);
    });
  };
  const enter = () => go(() => signIn("github", callbackUrl));
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Mark size={44} />
          <div>
            <h1 className={styles.name}>Holdfast</h1>
            <span className={styles.environment}>{environment}</span>
          </div>
        </div>
        <Container>
          <SpaceBetween size="l">
            {refused ? (
              <Refused refused={refused} onAgain={enter} onLeave={() => go(signOut)} />
            ) : (
              <Invitation failed={error ? undefined : failed} />
            )}
            {error !== undefined && <ProblemView error={error} />}
            {!refused && (
              <Button variant="primary" fullWidth loading={busy} loadingText="Going to GitHub" onClick={enter}>
                Sign in with GitHub
              </Button>
            )}
            <p className={styles.note}>
              You are sent to {githubHost}. Holdfast reads your name and your teams, nothing else; the teams decide what
              you may do here.
            </p>
          </SpaceBetween>
        </Container>
      </div>
    </main>
  );
}

function Invitation({ failed }: Pick<LoginScreenProps, "failed">) {
  return (
    <SpaceBetween size="m">
      {failed === "audit" && (
        <Alert type="error" header="The audit trail cannot be written">
          Nobody is let in without leaving a trace. Mend the records bucket, or the console's access to it, and sign in
          again. Restores from a command line need no console.
        </Alert>
      )}
      {failed === "too-many" && (
        <Alert type="error" header="Too many sign-ins in a short time">
          From your network more people sign in than are let through at once. Wait a minute and sign in again.
        </Alert>
      )}
      {failed === "provider" && (
        <Alert type="error" header="The sign-in did not come to its end">
          Nothing was changed. Sign in again; if it fails again, the callback address of the GitHub OAuth app or its
          secret may be wrong.
        </Alert>
      )}
      <p className={styles.lead}>Every GitHub repository of your organisation, restorable and proven.</p>
    </SpaceBetween>
  );
}

function Refused({
  refused,
  onAgain,
  onLeave,
}: {
  refused: { login: string; message: string; hint: string };
  onAgain: () => void;
  onLeave: () => void;
}) {
  return (
    <SpaceBetween size="m">
      <Alert type="warning" header={`Signed in as ${refused.login}, but not let in`}>
        {refused.message}. {refused.hint}
      </Alert>
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" onClick={onAgain}>
          Try again
        </Button>
        <Button onClick={onLeave}>Sign out</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
