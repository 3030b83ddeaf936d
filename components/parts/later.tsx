"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";

/**
 * A part of a page that is loaded after it. `what` is named while it is awaited, and where it does not come: a console that was
 * exchanged meanwhile no longer has the file, and the rest of the page stays of use. Not for what the first page shows: a
 * link in it would be there before it can be pressed.
 */
export function later<C extends (props: never) => ReactNode>(what: string, load: () => Promise<{ default: C }>): C {
  const Missing = () => <Lost what={what} />;
  const part = dynamic(() => load().catch(() => ({ default: Missing as unknown as C })), {
    ssr: false,
    loading: () => <Words>{what} is being loaded.</Words>,
  });
  return part as unknown as C;
}

/** What was chosen stands in the address, so that nothing is lost by it. */
const Lost = ({ what }: { what: string }) => (
  <Alert
    type="error"
    header={`${what} could not be loaded`}
    action={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
  >
    Check your network. The console may also have been exchanged for another version meanwhile: reloading gets it.
  </Alert>
);

const Words = ({ children }: { children: ReactNode }) => <Box color="text-body-secondary">{children}</Box>;
