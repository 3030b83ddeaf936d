// How many repositories are captured at a time: less when GitHub asks for it or fails, more again as things go well
// (additive increase, multiplicative decrease, as TCP finds its share of a line nobody has measured).

export interface Pace {
  /** At a time, now. */
  limit: number;
  /** Never more than this. */
  ceiling: number;
  /** Since the limit last changed. */
  successes: number;
  /** In a row. */
  troubles: number;
}

/** throttled: the host asked for fewer requests. trouble: a request failed as in an outage. success: a repository is done. */
export type PaceEvent = "success" | "throttled" | "trouble";

/** One failure is an accident, so many in a row without a success in between are a host that has too much to do. */
const TROUBLES_IN_A_ROW = 3;

export function startPace(ceiling: number): Pace {
  return { limit: ceiling, ceiling, successes: 0, troubles: 0 };
}

/** A success grows the limit by one once each stream that is allowed has had one; nothing takes it below 1. */
export function nextPace(pace: Pace, event: PaceEvent): Pace {
  switch (event) {
    case "throttled":
      return halved(pace);
    case "trouble":
      return pace.troubles + 1 >= TROUBLES_IN_A_ROW ? halved(pace) : { ...pace, troubles: pace.troubles + 1 };
    case "success": {
      const successes = pace.successes + 1;
      if (successes < pace.limit || pace.limit >= pace.ceiling) return { ...pace, successes, troubles: 0 };
      return { ...pace, limit: pace.limit + 1, successes: 0, troubles: 0 };
    }
  }
}

function halved(pace: Pace): Pace {
  return { ...pace, limit: Math.max(1, Math.floor(pace.limit / 2)), successes: 0, troubles: 0 };
}
