import { DeliveryError } from '../../src/service/errors.ts';

/** The failure that some work must come to. */
export async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error('expected a DeliveryError', { cause: error });
}
