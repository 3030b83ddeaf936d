/** The part of the help that is about restoring. */
export const RESTORE_HELP = `  restore                    restore from a snapshot; without any option it performs the plan approved in the console
                             for RUN_ID
    one repository into a new one
      --snapshot ID          e.g. 2026-04-16
      --repository ORG/NAME  what to restore
      --target ORG/NAME      the new repository; an existing one is refused
    many into new ones
      --snapshot ID
      --all | --repositories ORG/NAME,ORG/NAME,...
      --organisation ORG     where to; the organisation of each otherwise
      --prefix TEXT, --suffix TEXT   put to each name; {date} is the snapshot's day
    one ref into a repository that exists, as a new branch
      --snapshot ID --repository ORG/NAME
      --ref REF              e.g. refs/heads/fix
      --target ORG/NAME      the repository it came from when missing
      --branch NAME          recovered/<name> when missing; an existing branch is refused
    one repository without GitHub
      --snapshot ID --repository ORG/NAME
      --export               as one bundle for a download, in the records bucket
      --local DIRECTORY      rebuilt into a directory that does not exist yet
    afterwards, with what a restore has made
      --rearm enable-actions | set-visibility | archive | delete
      --target ORG/NAME --repository-id ID --restored-by RUN
      --visibility private | internal | public, --unarchive
      --confirm ORG/NAME     the target once more, for delete and public
    for all of them
      --source SIDE          primary (default) or replica; the other one is read where that one cannot be
      --check                ask GitHub whether it can be done, and do nothing
      --dry-run              print the plan; nothing is asked, nothing is done
      --retry RUN            go on with a restore that failed or was stopped, by the same plan
    examples
      restore --snapshot 2026-04-16 --repository acme/api --target acme/api-restored
      restore --snapshot 2026-04-16 --all --organisation acme-dr --suffix=-{date} --check
      restore --snapshot 2026-04-16 --repository acme/api --ref refs/heads/fix
      restore --retry 20260416T091500Z-k3f9q2`;
