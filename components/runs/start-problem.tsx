"use client";
import Alert from "@cloudscape-design/components/alert";
import { ApiError } from "../http";
import { capital, ProblemView, problemNotice } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import type { Notice } from "../shell/notices";

/** Why a run was not started. Where one is going on already that leaves no room, it is a link and no failure. */
export function StartProblem({ error }: { error: Error }) {
  const twin = twinOf(error);
  if (!twin) return <ProblemView error={error} />;
  return (
    <Alert type="info" header={capital(error.message)}>
      <TwinLink run={twin} />
    </Alert>
  );
}

/** The same as a notice. */
export function startNotice(error: Error): Notice {
  const twin = twinOf(error);
  if (!twin) return problemNotice(error);
  return { type: "info", header: capital(error.message), content: <TwinLink run={twin} /> };
}

const twinOf = (error: Error): string | undefined =>
  error instanceof ApiError && error.code === "run-already-active" ? /[\w-]+$/.exec(error.message)?.[0] : undefined;

const TwinLink = ({ run }: { run: string }) => (
  <RouteLink href={`/runs/${run}`} variant="primary">
    Follow that run
  </RouteLink>
);
