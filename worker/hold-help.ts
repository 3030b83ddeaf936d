/** The part of the help that is about holding. */
export const HOLD_HELP = `  hold                       keep chains for longer than their snapshot: S3 copies them to where they expire later. Nothing
                             of Holdfast can lift a hold. What has been held for more than a day is copied anew
      --snapshot ID          as of this snapshot
      --repository ORG/NAME  this one only; may be given several times. Every repository of the snapshot without it
      --why "A SENTENCE"     stands in hold.json, for whoever finds it in a year
    example
      hold --snapshot 2026-04-16 --repository acme/web --repository acme/api --why "litigation, case 4711"`;
