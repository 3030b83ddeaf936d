// What S3 can do to a bundle on its way in: small ones are put, large ones are multipart uploads.
import type { FaultAction } from "@/sandbox/shared/faults";
import { s3Error } from "./testing/fault-bench";
import { type RepositoryFault, testRepositoryFaults } from "./testing/repository-faults";

type Told = RepositoryFault["lasting"];

const during =
  (operation: string, large: boolean) =>
  (name: string, action: FaultAction, lasting: Told, more: Partial<RepositoryFault> = {}): RepositoryFault => ({
    name,
    fault: (repository) => ({ server: "s3", match: { operation, path: `/${repository}[./]` }, action }),
    lasting,
    passing: 2,
    large,
    ...more,
  });
const put = during("PutObject", false);
const begin = during("CreateMultipartUpload", true);
const part = during("UploadPart", true);
const complete = during("CompleteMultipartUpload", true);

const reset: FaultAction = { kind: "reset" };
const answerLost: FaultAction = { kind: "reset", handled: true };
const late: FaultAction = { kind: "delay", ms: 400 };
const silent: FaultAction = { kind: "stall" };
const slowDown = s3Error(503, "SlowDown");
const internal = s3Error(500, "InternalError");
const expired = s3Error(400, "ExpiredToken");

const unreachable = (words: RegExp) => ({ code: "storage-unreachable", words });
const lost = unreachable(/reset|hang up|aborted/i);
const denied = { code: "storage-denied", words: /s3:PutObject/ };
const credentials = { code: "storage-credentials", words: /ExpiredToken/ };
const never = { passing: 0 };
const object = { leavesObject: true };
const forgotten: Partial<RepositoryFault> = {
  passing: 1,
  after: (repository) => ({
    server: "s3",
    match: { operation: "CompleteMultipartUpload", path: `/${repository}[./]` },
    action: s3Error(404, "NoSuchUpload"),
  }),
};

// A lasting fault of a part is met 7 times for each of 3 transfers: two rows have that form, the others would tell the same.
// biome-ignore format: one line a row can be read down like a table
const ROWS: RepositoryFault[] = [
  put("put 503 slow down", slowDown, unreachable(/SlowDown 503/)),
  put("put 500", internal, unreachable(/InternalError 500/)),
  put("put reset", reset, lost),
  put("put done answer lost", answerLost, lost, object),
  put("put late", late, "slower"),
  put("put silent", silent, unreachable(/1000 ms of inactivity/)),
  put("put damaged on the way", s3Error(400, "BadDigest"), unreachable(/BadDigest/)),
  put("put refused", s3Error(403, "AccessDenied"), denied, never),
  put("put with expired credentials", expired, credentials, never),
  begin("begin 503 slow down", slowDown, undefined),
  part("part 503 slow down", slowDown, undefined),
  part("part 500", internal, unreachable(/InternalError 500/)),
  part("part reset", reset, lost),
  part("part done answer lost", answerLost, undefined),
  part("part late", late, "slower"),
  part("part silent", silent, undefined, { passing: 1 }),
  part("part with expired credentials", expired, credentials, never),
  complete("complete 503 slow down", slowDown, undefined),
  complete("complete 500", internal, unreachable(/InternalError 500/)),
  complete("complete 200 with an error in it", s3Error(200, "InternalError"), unreachable(/InternalError/)),
  complete("complete reset", reset, undefined),
  complete("complete done answer lost", answerLost, lost, object),
  complete("complete done answer lost upload forgotten", answerLost, undefined, forgotten),
  complete("complete silent", silent, undefined, { passing: 1 }),
];

testRepositoryFaults(ROWS, { kinds: ["full"], variables: { S3_IDLE_TIMEOUT_SECONDS: "1", CONCURRENCY: "32" } });
