import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { ADMIN, type Principal, Principals } from "@/sandbox/shared/principals";
import { type S3World, startS3 } from "../start-s3";

export const HOME = "us-east-1";
export const AWAY = "eu-west-1";

/** A world of two regions in a directory of its own, with the SDK's clients for it. */
export class S3Fixture {
  readonly dataDir: string;
  readonly log: string[] = [];
  /** Added to the clock of the server, in milliseconds. */
  clockOffset = 0;
  principals: Principals;
  world: S3World;
  private readonly clients: S3Client[] = [];

  private constructor(dataDir: string, principals: Principals, world: S3World) {
    this.dataDir = dataDir;
    this.principals = principals;
    this.world = world;
  }

  static async start(): Promise<S3Fixture> {
    const dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-s3-"));
    const principals = await Principals.open(dataDir);
    const world = await startS3({ dataDir, principals, regions: [] });
    const fixture = new S3Fixture(dataDir, principals, world);
    fixture.world = await fixture.open();
    return fixture;
  }

  url(region = HOME): string {
    const found = this.world.regions.get(region);
    if (!found) throw new Error(`there is no region ${region}`);
    return found.url;
  }

  /** An unmodified client; closed with the fixture. */
  client(
    options: { region?: string; as?: Principal; maxAttempts?: number; clockOffset?: number; endpoint?: string } = {},
  ): S3Client {
    const { region = HOME, as = ADMIN, maxAttempts = 1, clockOffset = 0, endpoint = this.url(region) } = options;
    const { accessKeyId, secretAccessKey } = as;
    const client = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts,
      systemClockOffset: clockOffset,
    });
    this.clients.push(client);
    return client;
  }

  /** Somebody who may do no more than `allow`. */
  async principal(name: string, allow: string[]): Promise<Principal> {
    const principal = { name, accessKeyId: `KEY${name.toUpperCase()}`, secretAccessKey: `secret of ${name}`, allow };
    await this.principals.put(principal);
    return principal;
  }

  async bucket(
    name: string,
    options: { versioned?: boolean; locked?: boolean; region?: string } = {},
  ): Promise<string> {
    const { versioned = false, locked = false, region = HOME } = options;
    const client = this.client({ region });
    await client.send(
      new CreateBucketCommand({ Bucket: name, ...(locked ? { ObjectLockEnabledForBucket: true } : {}) }),
    );
    if (versioned) {
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
    }
    return name;
  }

  /** A URL signed by the SDK's own signer for the administrator. `path` is percent-encoded. */
  async presign(
    method: string,
    path: string,
    { expiresIn, query = {} }: { expiresIn: number; query?: Record<string, string> },
  ): Promise<string> {
    const { protocol, hostname, port, host } = new URL(this.url());
    const scheme = { name: "sigv4", signingRegion: HOME, signingName: "s3", properties: {} };
    const signer = (await this.client().config.signer(scheme)) as unknown as Presigner;
    // What getSignedUrl of s3-request-presigner does: the body is not known yet.
    const headers = { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const request = { method, protocol, hostname, port: Number(port), path, query, headers };
    const signed = await signer.presign(request, { expiresIn });
    return `${this.url()}${signed.path}?${new URLSearchParams(signed.query)}`;
  }

  /** Calls a switch below /_sandbox. */
  async admin(method: string, route: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url()}/_sandbox/${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  /** Stops and starts again on the same directory; the ports change, so ask for new clients. */
  async restart(): Promise<void> {
    await this.world.close();
    this.world = await this.open();
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await this.world.close();
    await rm(this.dataDir, { recursive: true });
  }

  private open(): Promise<S3World> {
    return startS3({
      dataDir: this.dataDir,
      principals: this.principals,
      regions: [
        { name: HOME, port: 0 },
        { name: AWAY, port: 0 },
      ],
      log: (line) => this.log.push(line),
      now: () => new Date(Date.now() + this.clockOffset),
    });
  }
}

/** What the SDK's signer can do besides what its type says. */
interface Presigner {
  presign(request: object, options: { expiresIn: number }): Promise<{ path: string; query: Record<string, string> }>;
}

/** What a call that must fail failed with: `404 NoSuchKey`. */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
  return "no failure";
}
