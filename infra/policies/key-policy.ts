// Who may use the keys of SSE-KMS. A key's id is made by AWS, so statements name every key of the region and are narrowed by what S3
// tells KMS with each request: the bucket. With a bucket key that is the bucket's ARN, without one the object's.
// Source: "Replicating encrypted objects" and "Using S3 Bucket Keys" of the S3 user guide.
import { type Place, partitionOf } from "./arns";
import { allow, type Statement } from "./statement";

/** Where the keys of the two copies are; undefined where S3's own keys encrypt. */
export interface Keys {
  primary: Place;
  replica: Place;
}

export const keysArn = ({ region, account }: Place): string =>
  `arn:${partitionOf(region)}:kms:${region}:${account}:key/*`;

const throughS3 = (Sid: string, actions: string[], place: Place, bucketArns: string[]): Statement =>
  allow(Sid, actions, [keysArn(place)], {
    StringEquals: { "kms:ViaService": `s3.${place.region}.amazonaws.com` },
    StringLike: { "kms:EncryptionContext:aws:s3:arn": bucketArns.flatMap((arn) => [arn, `${arn}/*`]) },
  });

/** Reading takes kms:Decrypt; so does a multipart upload, beside kms:GenerateDataKey. */
export const decrypt = (place: Place, ...bucketArns: string[]): Statement =>
  throughS3("Decrypt", ["kms:Decrypt"], place, bucketArns);
export const decryptCopies = (place: Place, ...bucketArns: string[]): Statement =>
  throughS3("DecryptCopies", ["kms:Decrypt"], place, bucketArns);
export const encrypt = (place: Place, ...bucketArns: string[]): Statement =>
  throughS3("Encrypt", ["kms:GenerateDataKey"], place, bucketArns);
export const encryptCopies = (place: Place, ...bucketArns: string[]): Statement =>
  throughS3("EncryptCopies", ["kms:Encrypt", "kms:GenerateDataKey"], place, bucketArns);
