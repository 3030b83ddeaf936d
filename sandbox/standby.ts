// A standby beside the sandbox's own console: in the replica's region, on the copies, with the role and the variables that
// infra/ gives it. Nobody needs it but a test, so it is made there.
import { PutBucketReplicationCommand, S3Client } from "@aws-sdk/client-s3";
import { consoleStatements } from "../infra/role-statements";
import { consoleTaskEnvironment } from "../infra/task-environment";
import { credentialVariables, endpointVariables, type SandboxUrls } from "./environment";
import { ACCOUNT_ID, BUCKETS, REPLICA_REGION } from "./names";
import { provisionBucket } from "./provision-buckets";
import { clientOptions } from "./provision-shared";
import { ROLE_SCOPE } from "./roles";
import type { Principal } from "./shared/principals";
import { consoleSecrets, consoleSettings } from "./task-variables";

const RECORDS = "holdfast-records-replica";

const PRINCIPAL: Principal = {
  name: "holdfast-standby-console",
  accessKeyId: "SANDBOXSTANDBY000000",
  secretAccessKey: "sandbox-standby-not-a-secret",
  allow: consoleStatements({
    ...ROLE_SCOPE,
    standby: true,
    place: { ...ROLE_SCOPE.place, region: REPLICA_REGION },
    names: {
      ...ROLE_SCOPE.names,
      backupsBucket: BUCKETS.replica,
      backupsReplicaBucket: BUCKETS.replica,
      recordsBucket: RECORDS,
    },
  }),
};

/** Makes the bucket and the role; from now on records are copied. */
export async function provisionStandby(urls: SandboxUrls): Promise<void> {
  await provisionBucket(new S3Client(clientOptions(urls.s3Replica, REPLICA_REGION)), RECORDS, []);
  const rule = {
    ID: "to-standby",
    Status: "Enabled" as const,
    Priority: 1,
    Filter: { Prefix: "" },
    DeleteMarkerReplication: { Status: "Disabled" as const },
    Destination: { Bucket: `arn:aws:s3:::${RECORDS}` },
  };
  await new S3Client(clientOptions(urls.s3)).send(
    new PutBucketReplicationCommand({
      Bucket: BUCKETS.records,
      ReplicationConfiguration: { Role: `arn:aws:iam::${ACCOUNT_ID}:role/holdfast-replication`, Rules: [rule] },
    }),
  );
  const answer = await fetch(`${urls.aws}/_sandbox/principals`, { method: "POST", body: JSON.stringify(PRINCIPAL) });
  if (!answer.ok) throw new Error(`the standby's role was refused: ${await answer.text()}`);
}

/** What the standby's console is started with. */
export function standbyVariables(urls: SandboxUrls, consoleUrl: string, sessionSecret: string): Record<string, string> {
  const settings = consoleSettings(urls, consoleUrl);
  const { replicaBucket: _, replicaRegion: __, ...storage } = settings.storage;
  return {
    ...endpointVariables({ ...urls, s3: urls.s3Replica }),
    ...credentialVariables(PRINCIPAL),
    ...consoleTaskEnvironment({
      ...settings,
      environmentName: "standby",
      backing: undefined,
      storage: { ...storage, region: REPLICA_REGION, backupsBucket: BUCKETS.replica, recordsBucket: RECORDS },
    }),
    ...consoleSecrets(sessionSecret),
  };
}
