/** Marks an error of what is being uploaded, as against one of S3: it is passed on unchanged, for it says why no object appeared. */
export class SourceError extends Error {}
