"use client";
import Box from "@cloudscape-design/components/box";
import { ApiError } from "@/components/http";
import { ProblemView } from "@/components/parts/problem";

/** A page that broke while it was drawn. `digest` is what the console's log knows it by. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const told = new ApiError({
    code: "unexpected",
    message: "this page could not be drawn",
    hint: "Nothing was changed by it, and backups and runs go on. Reload the page; if it happens again, it is a fault in Holdfast: please report it.",
    status: 500,
    reference: error.digest,
  });
  return (
    <Box padding="l">
      <h1>Something went wrong</h1>
      <ProblemView error={told} onRetry={reset} />
    </Box>
  );
}
