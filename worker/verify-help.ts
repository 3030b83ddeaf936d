/** The part of the help that is about proving. */
export const VERIFY_HELP = `  verify                     prove that backups restore: read chains back, rebuild them with git, check every object,
                             compare every ref. Without any option the day's share: what failed last, what was never
                             proven, then the oldest proof, from primary and replica in turn
      --repository ORG/NAME  this one only, in each bucket
      --snapshot ID          as of this snapshot; every repository of it without --repository
      --all                  every repository of the newest snapshot, in each bucket
      --side SIDE            primary or replica only
    examples
      verify --repository acme/api
      verify --snapshot 2026-04-16 --side replica`;
