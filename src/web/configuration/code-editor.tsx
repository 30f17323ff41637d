import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../config/configuration.ts';
import { useModule } from '../parts/module.ts';
import { texts } from '../texts/index.ts';
import type { Editor } from './code-mirror.ts';

interface CodeEditorProps {
  readonly content: string;
  readonly format: 'text' | 'yaml';
  readonly readOnly: boolean;
  readonly problems: readonly Problem[];
  /** The line to show, and a number that changes whenever it is asked for. */
  readonly target: { readonly line: number; readonly turn: number } | undefined;
  readonly onChange: (content: string) => void;
}

/** The editor of a configuration; it is loaded when it is first shown. */
export function CodeEditor({ content, format, readOnly, problems, target, onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const change = useRef(onChange);
  change.current = onChange;
  const module = useModule(true, () => import('./code-mirror.ts'));
  useEffect(() => {
    if (!module) return undefined;
    const opened = module.openEditor(place.current!, {
      label: texts.editor.content,
      onChange: (text) => change.current(text),
    });
    setEditor(opened);
    return () => opened.close();
  }, [module]);
  // At once: later the reader may have typed more, which would be overwritten.
  useLayoutEffect(() => editor?.setContent(content), [editor, content]);
  useEffect(() => editor?.setLanguage(format), [editor, format]);
  useEffect(() => editor?.setReadOnly(readOnly), [editor, readOnly]);
  useEffect(() => editor?.setProblems(problems), [editor, problems]);
  useEffect(() => {
    if (target) editor?.goTo(target.line);
  }, [editor, target]);
  return (
    <>
      {!editor && <p>{texts.common.loading}</p>}
      <div class="editor" ref={place} />
    </>
  );
}
