import { findUrls, splitUrls } from '../../../src/text/url.ts';
import { Skip, type Judge } from './judge.ts';

export const judge: Judge<{ readonly text?: string; readonly value?: unknown }> = ({ kind, in: input, out }) => {
  if (kind !== 'add' || input.text === undefined) throw new Skip('needs services');
  return { ...(out as object), parts: splitUrls(input.text), parts_strict: findUrls(input.text) };
};
