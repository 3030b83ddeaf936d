import { AppError } from "@/lib/domain/errors";

/** All of a body. @throws AppError object-too-large as soon as it is over `limit` */
export async function bytesOf(body: AsyncIterable<Uint8Array>, key: string, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) throw new AppError("object-too-large", { key, limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
