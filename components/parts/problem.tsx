"use client";
import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { ApiError } from "../http";
import type { Notice } from "../shell/notices";
import { useLogAddress } from "../shell/session-context";

interface Sentences {
  message: string;
  hint: string;
  reference?: string;
}

/** An error as the operator needs it: what happened, what to do, and the reference for the console's log. It stays. */
export function ProblemView({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { message, hint, reference } = sentencesOf(error);
  return (
    <Alert type="error" header={capital(message)} action={onRetry && <Button onClick={onRetry}>Try again</Button>}>
      <WhatToDo hint={hint} reference={reference} />
    </Alert>
  );
}

/** The same as a notice, for what has no place on the page where it could stay. */
export function problemNotice(error: unknown): Notice {
  const { message, hint, reference } = sentencesOf(error);
  return { type: "error", header: capital(message), content: <WhatToDo hint={hint} reference={reference} /> };
}

function WhatToDo({ hint, reference }: Omit<Sentences, "message">) {
  const log = useLogAddress(reference);
  return (
    <>
      {hint}
      {reference && (
        <Box variant="small" color="inherit" display="block" margin={{ top: "xs" }}>
          Reference {reference}: the console's log has everything that is known under it.{" "}
          {log && (
            <Link href={log} external variant="primary" fontSize="inherit" externalIconAriaLabel="Opens in a new tab">
              Look it up in the log
            </Link>
          )}
        </Box>
      )}
    </>
  );
}

/** A problem that came with data, such as a bucket that did not answer. */
export function ProblemNote({
  problem,
  type = "warning",
  action,
}: {
  problem: Sentences;
  type?: AlertProps.Type;
  action?: ReactNode;
}) {
  return (
    <Alert type={type} header={capital(problem.message)} action={action}>
      <WhatToDo hint={problem.hint} reference={problem.reference} />
    </Alert>
  );
}

/** The same with what it is about: `the proofs are not known: ...`. */
export const about = (what: string, problem: Sentences): Sentences => ({
  ...problem,
  message: `${what}: ${problem.message}`,
});

/** In a cell of a table: what happened and, paler, what to do. */
export function ProblemLines({ problem }: { problem: Sentences }) {
  return (
    <Box fontSize="body-s">
      {capital(problem.message)}.{" "}
      <Box variant="span" color="text-body-secondary" fontSize="body-s">
        {problem.hint}
      </Box>
    </Box>
  );
}

/** Error sentences begin in lower case; on a page they begin a line. A name at the beginning stays as it is spelt. */
export function capital(sentence: string): string {
  return /^[a-z]+[ ,]/.test(sentence) ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
}

export function sentencesOf(error: unknown): Sentences {
  if (error instanceof ApiError) return error;
  return {
    message: error instanceof Error ? error.message : "something unexpected happened",
    hint: "Reload the page. If it happens again, it is a fault in Holdfast: please report it.",
  };
}
