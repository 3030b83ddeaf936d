type Step = IteratorResult<Uint8Array, undefined>;

/**
 * A stream that has begun: what is wrong with it from the start is thrown here, and not when an answer is half sent. `end` is
 * called once it is read, or left, or when nobody has done either for `ms`.
 * @throws what the stream does before its first bytes
 */
export async function begun(
  source: AsyncGenerator<Uint8Array, undefined>,
  ms: number,
  end: () => void,
): Promise<AsyncIterableIterator<Uint8Array>> {
  const read: Step[] = [await source.next()];
  const over = async (): Promise<Step> => {
    clearTimeout(timer);
    await source.return(undefined);
    end();
    return { done: true, value: undefined };
  };
  const timer = setTimeout(over, ms).unref();
  const next = async (): Promise<Step> => {
    try {
      const step = read.shift() ?? (await source.next());
      return step.done ? over() : step;
    } catch (error) {
      await over();
      throw error;
    }
  };
  // A generator that nobody has asked yet would not run its `finally`: this one has been asked.
  const stream: AsyncIterableIterator<Uint8Array> = { next, return: over, [Symbol.asyncIterator]: () => stream };
  return stream;
}
