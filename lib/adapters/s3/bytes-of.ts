import { AppError } from "@/lib/domain/errors";

/**
 * All of a body. @param expected so many bytes as S3 has announced: they are put in their place as they come, for of a large
 * body there would be two at the end. @throws AppError object-too-large as soon as it is over `limit`
 */
export async function bytesOf(
  body: AsyncIterable<Uint8Array>,
  key: string,
  { limit, expected }: { limit: number; expected: number },
): Promise<Buffer> {
  if (expected > limit) throw new AppError("object-too-large", { key, limit });
  let bytes = Buffer.allocUnsafeSlow(expected);
  let filled = 0;
  for await (const chunk of body) {
    const end = filled + chunk.length;
    if (end > limit) throw new AppError("object-too-large", { key, limit });
    if (end > bytes.length) bytes = Buffer.concat([bytes], Math.min(limit, end * 2));
    bytes.set(chunk, filled);
    filled = end;
  }
  return bytes.subarray(0, filled);
}
