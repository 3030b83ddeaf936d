import type {
  CreateBucketCommandInput,
  CreateBucketCommandOutput,
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput,
} from "@aws-sdk/client-s3";
import { S3Error } from "../s3-error";
import { newBucketSettings } from "../store/bucket-settings";
import { escapeXml, XML_DECLARATION, XML_NAMESPACE } from "../wire/xml-codec";
import type { Handler } from "./call";
import { OWNER } from "./listing-format";

/** The region whose endpoint takes no location, and whose buckets show none. */
const CLASSIC_REGION = "us-east-1";

export const createBucket: Handler<CreateBucketCommandInput, CreateBucketCommandOutput> = async (call) => {
  const { Bucket: name = "", CreateBucketConfiguration, ObjectLockEnabledForBucket } = call.input;
  checkBucketName(name);
  checkLocation(call.region, CreateBucketConfiguration?.LocationConstraint);
  const settings = newBucketSettings(name, call.region, call.now);
  if (ObjectLockEnabledForBucket) {
    settings.objectLock = {};
    settings.versioning = "Enabled";
  }
  const tags = CreateBucketConfiguration?.Tags;
  if (tags && tags.length > 0) settings.configurations.tagging = { TagSet: tags };
  await call.world.createBucket(settings);
  return { output: { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` } };
};

export const headBucket: Handler<HeadBucketCommandInput, HeadBucketCommandOutput> = (call) => {
  const { region, name } = call.bucket();
  return { output: { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}`, AccessPointAlias: false } };
};

export const deleteBucket: Handler<DeleteBucketCommandInput, DeleteBucketCommandOutput> = async (call) => {
  const bucket = call.bucket();
  if (bucket.keys.size > 0) throw new S3Error("BucketNotEmpty", { details: { BucketName: bucket.name } });
  await call.world.deleteBucket(bucket);
  return { status: 204 };
};

export const listBuckets: Handler<ListBucketsCommandInput, ListBucketsCommandOutput> = (call) => {
  const { Prefix = "", BucketRegion, MaxBuckets, ContinuationToken = "" } = call.input;
  const matching = call.world
    .listBuckets()
    .filter(({ name, region }) => name.startsWith(Prefix) && (!BucketRegion || region === BucketRegion))
    .filter(({ name }) => name > ContinuationToken);
  const page = matching.slice(0, MaxBuckets);
  return {
    output: {
      Buckets: page.map(({ name, region, settings }) => ({
        Name: name,
        CreationDate: new Date(settings.createdAt),
        BucketRegion: region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
      Owner: OWNER,
      ...(Prefix ? { Prefix } : {}),
      ...(page.length < matching.length ? { ContinuationToken: page.at(-1)?.name } : {}),
    },
  };
};

/** The one answer whose document is not what the SDK's schema says: the root element itself holds the text. */
export const getBucketLocation: Handler<GetBucketLocationCommandInput, GetBucketLocationCommandOutput> = (call) => {
  const { region } = call.bucket();
  const constraint = region === CLASSIC_REGION ? "" : escapeXml(region);
  const open = `<LocationConstraint xmlns="${XML_NAMESPACE}"`;
  return { document: `${XML_DECLARATION}${constraint ? `${open}>${constraint}</LocationConstraint>` : `${open}/>`}` };
};

export const putBucketVersioning: Handler<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput> = async (
  call,
) => {
  const bucket = call.bucket();
  const status = call.input.VersioningConfiguration?.Status;
  if (status !== "Enabled" && status !== "Suspended") throw new S3Error("MalformedXML");
  if (status === "Suspended" && bucket.settings.objectLock) {
    throw new S3Error("InvalidBucketState", {
      message: "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    });
  }
  if (status === "Suspended" && bucket.settings.configurations.replication) {
    throw new S3Error("InvalidBucketState", {
      message: "A replication configuration is present on this bucket, so the versioning state cannot be changed.",
    });
  }
  await bucket.changeSettings((settings) => {
    settings.versioning = status;
  });
  return {};
};

export const getBucketVersioning: Handler<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput> = (
  call,
) => {
  return { output: { Status: call.bucket().settings.versioning } };
};

function checkBucketName(name: string): void {
  const isValid = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isValid) throw new S3Error("InvalidBucketName", { details: { BucketName: name } });
}

function checkLocation(region: string, constraint: string | undefined): void {
  if (constraint === region || (constraint === undefined && region === CLASSIC_REGION)) return;
  throw new S3Error("IllegalLocationConstraintException", {
    message: `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  });
}
