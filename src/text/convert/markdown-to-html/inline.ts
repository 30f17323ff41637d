import { replaceCodeSpans } from './code-spans.ts';
import { replaceEmphasis } from './emphasis.ts';
import {
  inlineDestination,
  labelDestination,
  namedDestination,
  replaceLinks,
  type DestinationKind,
  type References,
} from './links.ts';
import { BREAK, escapeAttribute, escapeHtml, type Stash } from './stash.ts';

/** Replaces one kind of Markdown in a text by placeholders; what is inside of it is for the passes from `next` on. */
type Pass = (text: string, line: Inline, next: number) => string;

/** Without any of these, a text is plain. */
const SYNTAX = /[\\`*_[<\n]/;
const ESCAPE = /\\(?:([\\`*_{}[\]()>#+.!|-])|[^])/g;
const AUTOLINK = /<((?:f|ht)tps?:\/\/[^<>]*)>/gi;
const MAIL = /<([^<> !]+@[^@<> ]+)>/g;
const TAG = /<(?:\/?[a-zA-Z][^<>@ ]*(?: [^<>]*)?|!--(?:(?!<!--|-->)[^])*--)>/g;
const LONE_SIGN = /(?:^|\s)[*_](?:\s|$)/g;

const links =
  (kind: DestinationKind): Pass =>
  (text, line, next) =>
    replaceLinks(text, false, kind(text, line.references), (label, target) => {
      const attributes = line.attributes({ href: target.address, title: target.title });
      const html = `<a${attributes}>${line.toHtml(label, next)}</a>`;
      return line.stash.element({ html, text: line.stash.expand(label, 'text') });
    });

const images =
  (kind: DestinationKind): Pass =>
  (text, line) =>
    replaceLinks(text, true, kind(text, line.references), (label, target) => {
      const attributes = line.attributes({ alt: label, src: target.address, title: target.title });
      return line.stash.element({ html: `<img${attributes} />`, text: '' });
    });

const emphasis =
  (sign: '*' | '_'): Pass =>
  (text, line, next) =>
    replaceEmphasis(text, sign, {
      content: (inner) => line.toHtml(inner, next),
      element: (html) => line.stash.element({ html, text: '' }),
    });

const escapes: Pass = (text, { stash }) =>
  text.replace(ESCAPE, (whole, character?: string) =>
    character === undefined ? whole : stash.text({ html: escapeHtml(character), text: character, source: whole }),
  );

const addresses: Pass = (text, line) =>
  text.replace(AUTOLINK, (_whole, address: string) => {
    const html = `<a${line.attributes({ href: address })}>${line.stash.toHtml(address)}</a>`;
    return line.stash.element({ html, text: line.stash.expand(address, 'text') });
  });

/** Mail addresses are written in numbers, which hides them from simple collectors. */
const encodeMail = (text: string): string => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join('');

const mailAddresses: Pass = (text, { stash }) =>
  text.replace(MAIL, (_whole, written: string) => {
    const address = stash.expand(written, 'text').replace(/^mailto:/, '');
    return stash.element({
      html: `<a href="${encodeMail(`mailto:${address}`)}">${encodeMail(address)}</a>`,
      text: address,
    });
  });

const tags: Pass = (text, { stash }) =>
  text.replace(TAG, (tag) => stash.text({ html: stash.expand(tag, 'source'), text: tag }));

const loneSigns: Pass = (text, { stash }) => text.replace(LONE_SIGN, (sign) => stash.text({ html: sign, text: sign }));

/** In the order of precedence. */
const PASSES: readonly Pass[] = [
  (text, { stash }) => replaceCodeSpans(text, stash),
  escapes,
  links(namedDestination),
  links(inlineDestination),
  images(inlineDestination),
  images(namedDestination),
  links(labelDestination),
  images(labelDestination),
  addresses,
  mailAddresses,
  (text) => text.replaceAll('  \n', BREAK),
  tags,
  loneSigns,
  emphasis('*'),
  emphasis('_'),
  (text) => text.replaceAll('\n', BREAK),
];

/** Makes HTML of the text within a block. */
export class Inline {
  readonly stash: Stash;
  readonly references: References;

  constructor(stash: Stash, references: References) {
    this.stash = stash;
    this.references = references;
  }

  /** The text with placeholders for all that is no plain text. */
  replace(text: string, firstPass = 0): string {
    if (!SYNTAX.test(text)) return text;
    let replaced = text;
    for (let index = firstPass; index < PASSES.length; index++)
      replaced = PASSES[index]?.(replaced, this, index + 1) ?? replaced;
    return replaced;
  }

  toHtml(text: string, firstPass = 0): string {
    return this.stash.toHtml(this.replace(text, firstPass));
  }

  /** The attributes that have a value, each with a blank before it. */
  attributes(values: Readonly<Record<string, string | undefined>>): string {
    let written = '';
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) written += ` ${name}="${escapeAttribute(this.stash.expand(value, 'text'))}"`;
    return written;
  }
}
