import {
  backupEnvironment,
  doctorEnvironment,
  drillEnvironment,
  holdEnvironment,
  restoreEnvironment,
  verifyEnvironment,
  watchEnvironment,
} from "@/lib/env";
import { describeVariables } from "@/lib/read-environment";
import { HOLD_HELP } from "./hold-help";
import { RESTORE_HELP } from "./restore-help";
import { VERIFY_HELP } from "./verify-help";

export function help(): string {
  return `Holdfast worker: backs up, restores and proves GitHub repositories as git bundles in S3.

usage: npm run worker -- <verb> [options]

verbs
  backup                     back up every repository the backup App can see, as one snapshot
      --first ORG/NAME       this one before all others; may be given several times
      --wait                 when another backup is at work, wait for its end instead of refusing
${RESTORE_HELP}
${VERIFY_HELP}
${HOLD_HELP}
  drill                      restore a rotating sample for real, compare it, measure how long it takes, take it away again
  evidence                   what happened in a period, for an audit: JSON and a page, kept in the records bucket
      --from DAY --to DAY    2026-10-01, both within it; the 30 days before today when missing
      --out DIRECTORY        write the two files there as well
  watch                      look whether every repository is protected and the replica has everything; publish the ages
                             that the alarms go by (every hour)
  doctor                     look at Apps, buckets, schedule, alarms, clock and git, and say how to mend what is wrong
  help                       this text
  version                    the version

output
  on a terminal: lines for people, a line of progress below them (NO_COLOR and TERM=dumb are respected), a summary
  elsewhere: one event in JSON per line; a backup ends with the events summary and finished

exit codes
  0 done   1 some repositories failed, are not proven or not held, or the doctor found a problem   64 wrong usage
  65 damaged data   66 not there   69 done, but the metrics could not be published   70 fault of Holdfast
  73 would overwrite, refused   75 try again later   77 not allowed   78 settings incomplete   143 stopped

variables of backup
${table(describeVariables(backupEnvironment))}

variables of restore
${table(describeVariables(restoreEnvironment))}

variables of verify
${table(describeVariables(verifyEnvironment))}

variables of hold
${table(describeVariables(holdEnvironment))}

variables of drill: those of restore, and
${table(describeVariables(drillEnvironment).filter(({ name }) => name.startsWith("DRILL_")))}

variables of watch
${table(describeVariables(watchEnvironment))}

variables of doctor
${table(describeVariables(doctorEnvironment))}

AWS credentials come from the task role, or from the usual AWS variables and profiles. AWS_ENDPOINT_URL_S3 and its
like are honoured by the AWS SDK itself.
`;
}

function table(variables: ReturnType<typeof describeVariables>): string {
  return variables
    .map(({ name, meaning, required, fallback }) => {
      const note = required ? "required" : fallback === undefined ? "optional" : `default ${fallback}`;
      return `  ${name.padEnd(30)} ${meaning} (${note})`;
    })
    .join("\n");
}
