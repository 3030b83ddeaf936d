/** Signs with a key that nobody can read: the key stays where it is. */
export interface KeySigner {
  /**
   * RSASSA-PKCS1-v1_5 over a SHA-256 digest (32 bytes), as GitHub wants it of an App (RS256).
   * @throws AppError signing-key-unusable, aws-denied, aws-unreachable
   */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}
