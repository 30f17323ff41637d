import { ENTITIES } from '../../text/xml.ts';

/** What no server sends; a roster may be long. */
const MAX_STANZA_CHARACTERS = 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_CODE_POINT = 0x10_ff_ff;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const CHARACTERS: ReadonlyMap<string, string> = new Map(Object.entries(ENTITIES).map(([text, name]) => [name, text]));
const NOTHING: ReadonlyMap<string, string> = new Map();

/** A part of a stream: its name without a prefix, its attributes as they are written, and what stands directly in it. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** An element whose end has not come. */
interface OpenElement extends Element {
  readonly tag: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const unescape = (text: string): string =>
  text.replace(/&([^;]{0,12};?)/g, (entity, rest: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]+)|([0-9]+));$/i.exec(rest) ?? [];
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (codePoint > 0 && codePoint <= MAX_CODE_POINT) return String.fromCodePoint(codePoint);
    const character = CHARACTERS.get(entity);
    if (character === undefined) throw new SyntaxError('an unknown entity');
    return character;
  });

/** What stands in a tag behind its name. */
function readAttributes(text: string): ReadonlyMap<string, string> {
  if (text.trim() === '') return NOTHING;
  const attributes = new Map<string, string>();
  const attribute = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
  let end = 0;
  for (let found = attribute.exec(text); found; found = attribute.exec(text)) {
    const [, name = '', inDouble, inSingle = ''] = found;
    if (attributes.has(name)) throw new SyntaxError('an attribute twice');
    attributes.set(name, unescape(inDouble ?? inSingle));
    end = attribute.lastIndex;
  }
  if (text.slice(end).trim() !== '') throw new SyntaxError('a tag that is none');
  return attributes;
}

/** The namespaces that attributes declare, by prefix; that of names without one by the empty text. */
function prefixesOf(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return declared.length > 0 ? new Map(declared.map(([name, value]) => [name.slice('xmlns:'.length), value])) : NOTHING;
}

/**
 * Reads the XML of one stream as it comes, as far as RFC 6120 (section 11) allows any: no comments, no declarations of
 * documents or entities. Throws SyntaxError or TypeError at what is not well-formed, too long or too deep.
 */
export class StreamReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #open: OpenElement[] = [];
  #pending = '';
  /** So much of what is pending holds no end of a tag or a text. */
  #scanned = 0;
  #quote = '';
  /** Of the stanza that is under way. */
  #characters = 0;
  #isEnded = false;

  /** Whether the stream has come to its end. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** What is complete with these bytes: the head of the stream, which has no children, and stanzas. */
  read(bytes: Uint8Array): Element[] {
    const complete: Element[] = [];
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    for (let end = this.#findEnd(); end > 0 && !this.#isEnded; end = this.#findEnd()) {
      const piece = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end);
      this.#scanned = 0;
      this.#characters += piece.length;
      const element = piece.startsWith('<') ? this.#readTag(piece) : this.#readText(piece);
      if (element) complete.push(element);
      if (this.#open.length <= 1) this.#characters = 0;
    }
    if (this.#characters + this.#pending.length > MAX_STANZA_CHARACTERS) throw new SyntaxError('too long');
    return complete;
  }

  /** Where the tag or the text ends that is pending; 0: not yet known. */
  #findEnd(): number {
    const text = this.#pending;
    if (!text.startsWith('<')) {
      const end = text.indexOf('<', this.#scanned);
      this.#scanned = text.length;
      // Blanks between stanzas keep connections open and mean nothing.
      return end < 0 && this.#open.length <= 1 ? text.length : Math.max(end, 0);
    }
    for (; this.#scanned < text.length; this.#scanned++) {
      const character = text[this.#scanned]!;
      if (this.#quote) {
        if (character === this.#quote) this.#quote = '';
      } else if (character === '>') return this.#scanned + 1;
      else if (character === '"' || character === "'") this.#quote = character;
    }
    return 0;
  }

  #readText(text: string): undefined {
    const parent = this.#open.at(-1);
    if (parent && this.#open.length > 1) parent.text += unescape(text);
    else if (text.trim() !== '') throw new SyntaxError('a text outside of stanzas');
  }

  #readTag(tag: string): Element | undefined {
    if (this.#open.length === 0 && /^<\?xml\s[^<]*\?>$/.test(tag)) return undefined;
    if (tag.startsWith('</')) return this.#readEnd(tag.slice(2, -1).trimEnd());
    const isEmpty = tag.endsWith('/>');
    const [name = ''] = /^[^\s=<>"'/?!&]+/.exec(tag.slice(1)) ?? [];
    if (name === '' || this.#open.length >= MAX_DEPTH) throw new SyntaxError('no tag, or one too deep');
    const element = this.#start(name, readAttributes(tag.slice(1 + name.length, isEmpty ? -2 : -1)));
    this.#open.push(element);
    const complete = isEmpty ? this.#readEnd(name) : undefined;
    return this.#open.length === 1 && element === this.#open[0] ? element : complete;
  }

  #start(tag: string, attributes: ReadonlyMap<string, string>): OpenElement {
    const prefixes = prefixesOf(attributes);
    const [prefix, name] = tag.includes(':') ? (tag.split(':', 2) as [string, string]) : ['', tag];
    const namespace =
      prefix === 'xml'
        ? XML_NAMESPACE
        : (prefixes.get(prefix) ??
          this.#open.findLast((element) => element.prefixes.has(prefix))?.prefixes.get(prefix));
    if (namespace === undefined && prefix !== '') throw new SyntaxError('an unknown prefix');
    return { tag, name, namespace: namespace ?? '', attributes, prefixes, children: [], text: '' };
  }

  #readEnd(tag: string): Element | undefined {
    const element = this.#open.pop();
    if (element?.tag !== tag) throw new SyntaxError('an end that belongs to nothing');
    const parent = this.#open.at(-1);
    if (!parent) this.#isEnded = true;
    if (this.#open.length <= 1) return parent && element;
    parent?.children.push(element);
    return undefined;
  }
}
