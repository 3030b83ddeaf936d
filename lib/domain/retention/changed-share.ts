import { EXAMPLE_INCREMENT_SHARE } from "./example-fleet";
import { changedBy, changedShareOf, type FleetSizes, type RepositoryClass } from "./fleet-sizes";

/** Where nothing was seen to change yet. */
export const ASSUMED_CHANGED_SHARE = 0.1;
/** That all of them change is no number of pushes. */
const MOST = 0.999;
const ROUNDS = 60;

/** The fleet as it would be if so much of it changed on a day: what is pushed to more often now stays so. */
export function withChangedShare(fleet: FleetSizes, share: number): FleetSizes {
  const wanted = Math.min(MOST, Math.max(0, share));
  const all = (change: (each: RepositoryClass) => Partial<RepositoryClass>) => ({
    ...fleet,
    classes: fleet.classes.map((each) => ({ ...each, ...change(each) })),
  });
  const scaled = (factor: number) =>
    all((each) => {
      const pushesPerDay = each.pushesPerDay * factor;
      const before = changedBy(each.pushesPerDay, 1);
      return { pushesPerDay, bytesPerDay: before === 0 ? 0 : (each.bytesPerDay * changedBy(pushesPerDay, 1)) / before };
    });
  const reachable = changedShareOf(scaled(Number.MAX_SAFE_INTEGER));
  // Repositories in which nothing happens can only take part when all are taken to be alike.
  if (wanted > reachable * MOST)
    return all((each) => ({
      pushesPerDay: -Math.log(1 - wanted),
      bytesPerDay: Math.max(each.bytesPerDay, wanted * EXAMPLE_INCREMENT_SHARE * each.fullBytes),
    }));
  let [low, high] = [0, 1];
  while (changedShareOf(scaled(high)) < wanted) high *= 2;
  for (let round = 0; round < ROUNDS; round++) {
    const middle = (low + high) / 2;
    if (changedShareOf(scaled(middle)) < wanted) low = middle;
    else high = middle;
  }
  return scaled(high);
}
