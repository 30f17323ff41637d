import { interpretEmojis } from '../../../src/text/emojis.ts';
import { Skip, type Row } from './judge.ts';

export const judge = ({ in: { text } }: Row<{ readonly text: unknown }>): unknown => {
  if (typeof text !== 'string') throw new Skip('text is text by its type');
  return interpretEmojis(text);
};
