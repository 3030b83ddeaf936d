// A fleet to reckon with where none is known: docs/cost.md is made of it, and an installation without a backup shows it.
import type { FleetSizes } from "./fleet-sizes";

/** An ordinary repository: 20 MB as a bundle. */
export const EXAMPLE_FULL_BYTES = 20_000_000;
export const EXAMPLE_CHANGED_SHARE = 0.1;
/** Of a full: bench/results/month.md has 64 MB in 600 increments, of repositories of 6 MB on average. */
export const EXAMPLE_INCREMENT_SHARE = 0.02;
/** What a manifest tells of one repository. */
const MANIFEST_BYTES_EACH = 1500;

export const exampleFleet = (repositories: number): FleetSizes => ({
  classes: [
    {
      repositories,
      fullBytes: EXAMPLE_FULL_BYTES,
      bytesPerDay: EXAMPLE_CHANGED_SHARE * EXAMPLE_INCREMENT_SHARE * EXAMPLE_FULL_BYTES,
      pushesPerDay: -Math.log(1 - EXAMPLE_CHANGED_SHARE),
    },
  ],
  manifestBytes: repositories * MANIFEST_BYTES_EACH,
  observedDays: 0,
  increments: 0,
});
