import { isBlank, trim, trimEnd, trimStart } from '../../whitespace.ts';
import { append, chunksOf, INDENT, lastChild, type Rule } from './blocks.ts';

const HEADING = /(?:^|\n)(#{1,6})([^\n]*)(?:\n|$)/;
const UNDERLINED = /^([^\n]*)\n([=-])[=-]* *(?:\n|$)/;
const SEPARATOR = /(?:^|\n) {0,3}(?:(?:- {0,2}){3,}|(?:_ {0,2}){3,}|(?:\* {0,2}){3,}) *(?:\n|$)/;
const QUOTE = /(?:^|\n) {0,3}>/;
/** The look-ahead keeps what it matched whole: an address is not cut to make a title of its end. */
const REFERENCE =
  /(?:^|\n) {0,3}\[([^[\]]*)\]: *\n? *(?=(\S+))\2 *(?:(?:\n *)?(?:(["'])([^\n]*)\3|\(([^\n]*)\)) *)?(?:\n|$)/;

/** Empty lines; in code they count. */
export const emptyLines: Rule = (source, { parent, rest }) => {
  if (source.text !== '' && !source.text.startsWith('\n')) return false;
  const sibling = lastChild(parent);
  if (sibling?.tag === 'pre') sibling.code += source.text === '' ? '\n\n' : '\n';
  if (source.text.length > 1) rest.push(source.part(1));
  return true;
};

/** Lines that are indented, as long as there are. */
export const code: Rule = (source, { parent, rest }) => {
  if (!source.text.startsWith(INDENT)) return false;
  const lines = source.text.split('\n');
  const others = lines.findIndex((line) => !line.startsWith(INDENT) && !isBlank(line));
  const indented = others < 0 ? lines : lines.slice(0, others);
  const content = trimEnd(indented.map((line) => line.slice(INDENT.length)).join('\n'));
  const sibling = lastChild(parent);
  if (sibling?.tag === 'pre') sibling.code += `\n${content}\n`;
  else append(parent, 'pre').code = `${content}\n`;
  if (others >= 0) rest.push(source.part(indented.join('\n').length + 1));
  return true;
};

/** `# Heading #`, on any line of a block. */
export const heading: Rule = (source, { parent, rest, readInto }) => {
  const match = source.search(HEADING);
  if (!match) return false;
  const [whole, signs = '', written = ''] = match;
  if (match.index > 0) readInto(parent, [source.part(0, match.index)]);
  let end = written.length;
  while (written[end - 1] === '#' && written[end - 2] !== '\\') end--;
  append(parent, `h${signs.length}`, trim(written.slice(0, end)));
  const after = match.index + whole.length;
  if (after < source.text.length) rest.push(source.part(after));
  return true;
};

/** A line under which there is one of `=` or `-`. */
export const underlinedHeading: Rule = (source, { parent, rest }) => {
  const match = UNDERLINED.exec(source.text);
  if (!match) return false;
  const [whole, written = '', sign] = match;
  append(parent, sign === '=' ? 'h1' : 'h2', trim(written));
  if (whole.length < source.text.length) rest.push(source.part(whole.length));
  return true;
};

/** A line of three or more `-`, `_` or `*`, anywhere in a block. */
export const separator: Rule = (source, { parent, rest, readInto }) => {
  const match = source.search(SEPARATOR);
  if (!match) return false;
  if (match.index > 0) readInto(parent, [source.part(0, match.index)]);
  append(parent, 'hr');
  const after = match.index + match[0].length;
  if (after < source.text.length) rest.push(source.part(after));
  return true;
};

/** From the first line with a `>` on, all lines are a quote. */
export const quote: Rule = (source, { parent, readInto }) => {
  const match = source.search(QUOTE);
  if (!match) return false;
  readInto(parent, [source.part(0, match.index)]);
  const quoted = source.text
    .slice(match.index)
    .split('\n')
    .map((line) => (trim(line) === '>' ? '' : line.replace(/^ {0,3}> ?/, '')));
  const sibling = lastChild(parent);
  const block = sibling?.tag === 'blockquote' ? sibling : append(parent, 'blockquote');
  readInto(block, chunksOf(quoted.join('\n')), 'plain');
  return true;
};

/** `[name]: address "title"` says where links of that name lead. */
export const reference: Rule = (source, { rest, references }) => {
  const match = source.search(REFERENCE);
  if (!match) return false;
  const [whole, name = '', address = '', , quoted, parenthesised] = match;
  references.set(trim(name).toLowerCase(), {
    address: address.replace(/^<+/, '').replace(/>+$/, ''),
    title: (quoted ?? parenthesised) || undefined,
  });
  const before = source.part(0, match.index);
  const after = source.part(match.index + whole.length);
  if (!isBlank(after.text)) rest.push(after);
  if (!isBlank(before.text)) rest.push(before);
  return true;
};

/** Everything else. */
export const paragraph: Rule = ({ text }, { parent, mode }) => {
  if (isBlank(text)) return true;
  const sibling = lastChild(parent);
  if (mode !== 'tight') append(parent, 'p', trimStart(text));
  else if (sibling) sibling.tail += `\n${text}`;
  else parent.text = parent.text === '' ? trimStart(text) : `${parent.text}\n${text}`;
  return true;
};
