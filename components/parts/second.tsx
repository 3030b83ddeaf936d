"use client";
import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";

/** Under the fact of a cell, what belongs to it. */
export function Second({ children }: { children: ReactNode }) {
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {children}
    </Box>
  );
}
