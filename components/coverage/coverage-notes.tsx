"use client";
import Box from "@cloudscape-design/components/box";
import { Fragment } from "react";
import type { CoverageNow } from "@/lib/domain/coverage-now";
import { plural } from "@/lib/domain/format";
import { isStale } from "@/lib/domain/watch";
import { about, ProblemNote } from "../parts/problem";
import { Ago, ClockTime } from "../parts/times";
import { useNow } from "../shell/clock";

/** What cannot be seen in the rows: what is not known, and why. */
export function CoverageNotes({ coverage }: { coverage: CoverageNow }) {
  const { watch, proofsProblem, notAsked, hiddenPrivate } = coverage;
  return (
    <>
      {!watch.known && <ProblemNote problem={about("the state of the replica is not known", watch.problem)} />}
      {proofsProblem && <ProblemNote problem={about("the proofs are not known", proofsProblem)} />}
      {notAsked.map(({ account, ...problem }) => (
        <ProblemNote key={account} problem={about(`it is not known what ${account} has besides`, problem)} />
      ))}
      {hiddenPrivate > 0 && (
        <ProblemNote
          problem={{
            message: `${plural(hiddenPrivate, "private repository", "private repositories")} of the organisation can be counted, and not named`,
            hint: "The backup App was not given them: nothing of them is backed up. An owner sees which they are in the App's settings.",
          }}
        />
      )}
    </>
  );
}

/** How old what is said of the replica is. */
export function WatchAge({ coverage: { watch } }: { coverage: CoverageNow }) {
  const now = useNow();
  if (!watch.known) return null;
  const looked = watch.value?.at;
  return (
    // Stands beside the page's own age, on one line with it.
    <span>
      <Box variant="small" color={looked && isStale(looked, now) ? "text-status-warning" : "text-body-secondary"}>
        {looked ? (
          <Fragment>
            The replica as of <ClockTime at={looked} />
            {isStale(looked, now) && (
              <Fragment>
                {" "}
                (<Ago at={looked} />
                ): the hourly watch does not run
              </Fragment>
            )}
          </Fragment>
        ) : (
          "The hourly watch has not looked at the replica yet"
        )}
      </Box>
    </span>
  );
}
