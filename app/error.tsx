"use client";
import Box from "@cloudscape-design/components/box";
import { ProblemView } from "@/components/parts/problem";

/** A page that broke while it was drawn. `digest` is what the console's log knows it by. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const told = new Error(`this page could not be drawn${error.digest ? ` (reference ${error.digest})` : ""}`, {
    cause: error,
  });
  return (
    <Box padding="l">
      <h1>Something went wrong</h1>
      <ProblemView error={told} onRetry={reset} />
    </Box>
  );
}
