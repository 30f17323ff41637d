import { convert } from '../../../src/text/convert/index.ts';
import { FORMATS, type Format } from '../../../src/text/format.ts';
import { Skip, type Row } from './judge.ts';

interface Input {
  readonly content: unknown;
  readonly from: string | null;
  readonly to: string | null;
}

const isFormat = (name: string | null): name is Format => FORMATS.some((format) => format === name);

export const judge = ({ in: { content, from, to } }: Row<Input>): unknown => {
  if (typeof content !== 'string') throw new Skip('content is text by its type');
  return { content: isFormat(from) && isFormat(to) ? convert(content, from, to) : content };
};
