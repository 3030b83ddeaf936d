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
  /** Who may vouch for somebody here; GitHub comes first. */
  providers: SignInProvider[];
  failed?: SignInFailure;
  /** Signed in by `provider`, and not allowed in. */
  refused?: Refusal;
}

export interface SignInProvider {
  id: string;
  name: string;
  /** Where one is sent. */
  host: string;
}

interface Refusal {
  login: string;
  message: string;
  hint: string;
  provider: string;
}

export function LoginScreen({ callbackUrl, environment, providers, failed, refused }: LoginScreenProps) {
  /** Where one is going just now. */
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<unknown>();
  const go = (where: string, away: () => Promise<void>) => {
    setBusy(where);
    setError(undefined);
    away().catch((refusal) => {
      setBusy(undefined);
      setError(refusal);
    });
  };
  const memberships = providers.length > 1 ? "teams or groups" : "teams";
  const enter = (provider: string) => go(provider, () => signIn(provider, callbackUrl));
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
              <Refused
                refused={refused}
                onAgain={() => enter(refused.provider)}
                onLeave={() => go("sign-out", signOut)}
              />
            ) : (
              <Invitation failed={error ? undefined : failed} />
            )}
            {error !== undefined && <ProblemView error={error} />}
            {!refused && (
              <SpaceBetween size="s">
                {providers.map(({ id, name }, index) => (
                  <Button
                    key={id}
                    variant={index === 0 ? "primary" : "normal"}
                    fullWidth
                    loading={busy === id}
                    disabled={busy !== undefined && busy !== id}
                    loadingText={`Going to ${name}`}
                    onClick={() => enter(id)}
                  >
                    Sign in with {name}
                  </Button>
                ))}
              </SpaceBetween>
            )}
            <p className={styles.note}>
              You are sent to {providers.map(({ host }) => host).join(" or ")}. Holdfast reads your name and your{" "}
              {memberships}, nothing else; the {memberships} decide what you may do here.
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
          Nothing was changed. Sign in again; if it fails again, the callback address that the provider has of this
          console, or the secret that the console has of the provider, may be wrong. The console's log has the reason.
        </Alert>
      )}
      <p className={styles.lead}>Every GitHub repository of your organisation, restorable and proven.</p>
    </SpaceBetween>
  );
}

function Refused({ refused, onAgain, onLeave }: { refused: Refusal; onAgain: () => void; onLeave: () => void }) {
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
