import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
} from "@aws-sdk/client-s3";
import type { Tag } from "../store/version";
import type { Call, Handler } from "./call";
import { addressedObject, shownVersionId } from "./find-object";
import { checkTags } from "./object-input";

export const getObjectTagging: Handler<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput> = (call) => {
  const { bucket, object } = addressedObject(call);
  return { output: { TagSet: object.tags, VersionId: shownVersionId(bucket, object) } };
};

export const putObjectTagging: Handler<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput> = async (call) => {
  return { output: { VersionId: await setTags(call, checkTags(call.input.Tagging?.TagSet ?? [])) } };
};

export const deleteObjectTagging: Handler<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput> = async (
  call,
) => {
  return { status: 204, output: { VersionId: await setTags(call, []) } };
};

type AddressingCall = Call<{ Key: string | undefined; VersionId?: string | undefined }>;

async function setTags(call: AddressingCall, tags: Tag[]): Promise<string | undefined> {
  const { bucket, object } = addressedObject(call);
  return shownVersionId(bucket, await bucket.update(object.key, object.versionId, () => ({ tags })));
}
