"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { signIn, signOut } from "next-auth/react";
import { useState } from "react";
import { Mark } from "../shell/mark";
import styles from "./login.module.css";

interface LoginScreenProps {
  /** Where to go afterwards; a path of this console. */
  callbackUrl: string;
  environment: string;
  githubHost: string;
  /** `github`: it sent the person back without a sign-in. `audit`: nobody is let in without a trace, and there can be none. */
  failed?: "github" | "audit";
  /** Signed in, and not allowed in. */
  refused?: { login: string; message: string; hint: string };
}

export function LoginScreen({ callbackUrl, environment, githubHost, failed, refused }: LoginScreenProps) {
  const [busy, setBusy] = useState(false);
  const enter = () => {
    setBusy(true);
    void signIn("github", { callbackUrl });
  };
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
            {refused ? <Refused refused={refused} onAgain={enter} /> : <Invitation failed={failed} />}
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
      {failed === "github" && (
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
}: {
  refused: { login: string; message: string; hint: string };
  onAgain: () => void;
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
        <Button onClick={() => signOut({ callbackUrl: "/login" })}>Sign out</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
