export interface ReadableObject {
  bucket: string;
  key: string;
  /** Login of whom it is for. S3's access log and CloudTrail name the caller by it. */
  person: string;
}

export interface LentCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Who may read one object for a while, and do nothing else. */
export interface DownloadCredentials {
  /** @throws AppError aws-denied, aws-unreachable */
  credentialsFor(object: ReadableObject): Promise<LentCredentials>;
}
