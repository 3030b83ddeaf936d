import { backupEnvironment, describeVariables, restoreEnvironment } from "@/lib/env";

export const VERBS = ["backup", "restore", "help", "version"] as const;

export function help(): string {
  return `Holdfast worker: backs up and restores GitHub repositories as git bundles in S3.

usage: npm run worker -- <verb> [options]

verbs
  backup                     back up every repository the backup App can see, as one snapshot
  restore                    restore one repository of one snapshot into a new GitHub repository
      --snapshot ID          e.g. 2026-04-16
      --repository ORG/NAME  what to restore
      --target ORG/NAME      the new repository; an existing one is refused
      --source SIDE          primary (default) or replica
      --dry-run              print the plan and do nothing
    without options it performs the plan approved in the console for RUN_ID
  help                       this text
  version                    the version

exit codes
  0 done   1 some repositories failed   64 wrong usage   65 damaged data   66 not there   70 fault of Holdfast
  73 would overwrite, refused   75 try again later   77 not allowed   78 settings incomplete   143 stopped

variables of backup
${table(describeVariables(backupEnvironment))}

variables of restore
${table(describeVariables(restoreEnvironment))}

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
