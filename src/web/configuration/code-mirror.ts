/** The editor; large, so that it is imported when a configuration is opened. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Problem } from '../../config/configuration.ts';

/**
 * Lines of a TEXT configuration: comments, tags before an equals sign, includes, URLs. A pattern without `^` would be
 * looked for in the rest of the line each time, and long lines take for ever.
 */
const text: StreamParser<null> = {
  startState: () => null,
  token(stream) {
    if (stream.sol() && stream.match(/^\s*[#;].*/)) return 'comment';
    if (stream.sol() && stream.match(/^\s*include(?=\s)/i)) return 'keyword';
    if (stream.sol() && stream.match(/^[a-z\d, \t_:-]*(?==)/i)) return 'labelName';
    if (stream.match(/^[a-z\d]+:\/\//i)) return 'keyword';
    if (stream.match(/^[?&][^=?&\s]*(?==)/)) return 'propertyName';
    if (!stream.match(/^[a-z\d]+/i)) stream.next();
    return null;
  },
};

const LANGUAGES = { text: StreamLanguage.define(text), yaml: StreamLanguage.define(yaml) } as const;

const highlighting = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--muted)' },
  { tag: [tags.keyword, tags.atom, tags.meta], color: 'var(--accent)' },
  { tag: [tags.labelName, tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--warn)' },
  { tag: [tags.string, tags.number], color: 'var(--good)' },
]);

const theme = EditorView.theme({
  '&': { minHeight: '14rem', maxHeight: '65vh' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'ui-monospace, monospace' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { borderColor: 'var(--line)', background: 'var(--code)', color: 'var(--muted)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'color-mix(in srgb, var(--accent) 10%, transparent)' },
  '.cm-tooltip': { borderColor: 'var(--line)', background: 'var(--panel)', color: 'var(--text)' },
});

/** An editor in the page. */
export interface Editor {
  /** Shows another content, unless it is shown already. */
  setContent(content: string): void;
  setLanguage(format: keyof typeof LANGUAGES): void;
  /** Whether the content may only be read. */
  setReadOnly(readOnly: boolean): void;
  setProblems(problems: readonly Problem[]): void;
  /** Puts the cursor on a line, counted from 1. */
  goTo(line: number): void;
  close(): void;
}

/** Opens an editor in an element of the page. */
export function openEditor(
  parent: HTMLElement,
  { label, onChange }: { readonly label: string; readonly onChange: (content: string) => void },
): Editor {
  const languages = new Compartment();
  const writing = new Compartment();
  let isOwnChange = false;
  // In a shadow its styles are style sheets of their own; in the page they would be style elements, which are forbidden.
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    extensions: [
      lineNumbers(),
      history(),
      theme,
      highlightActiveLine(),
      EditorView.lineWrapping,
      keymap.of([...defaultKeymap, ...historyKeymap]),
      syntaxHighlighting(highlighting),
      lintGutter(),
      languages.of(LANGUAGES.text),
      writing.of([]),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !isOwnChange) onChange(update.state.doc.toString());
      }),
    ],
  });
  return {
    setContent(content) {
      if (view.state.doc.toString() === content) return;
      isOwnChange = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: content } });
      isOwnChange = false;
    },
    setLanguage: (format) => view.dispatch({ effects: languages.reconfigure(LANGUAGES[format]) }),
    setReadOnly: (readOnly) =>
      view.dispatch({ effects: writing.reconfigure(readOnly ? EditorState.readOnly.of(true) : []) }),
    setProblems(problems) {
      const { doc } = view.state;
      const diagnostics = problems.map(({ line = 1, message }) => {
        const { from, to } = doc.line(Math.min(line, doc.lines));
        return { from, to, severity: 'error' as const, message };
      });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    close: () => view.destroy(),
  };
}
