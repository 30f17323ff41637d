import { useEffect, useState } from 'preact/hooks';
import { keep, readKept } from '../parts/storage.ts';
import type { ChosenFormat } from './edit.ts';

/** What is being written. */
export interface Draft {
  readonly content: string;
  readonly format: ChosenFormat;
}

const nameOf = (key: string): string => `draft:${key}`;

function readDraft(key: string): Draft | undefined {
  const text = readKept('sessionStorage', nameOf(key));
  return text === undefined ? undefined : (JSON.parse(text) as Draft);
}

const isSame = (one: Draft, other: Draft): boolean => one.content === other.content && one.format === other.format;

/**
 * What is being written over what is stored. Unsaved changes are kept for as long as the window is open, and its closing
 * is warned about.
 */
export function useDraft(key: string, stored: Draft) {
  const [saved, setSaved] = useState(stored);
  const [draft, setDraft] = useState(() => readDraft(key) ?? stored);
  const isChanged = !isSame(draft, saved);
  useEffect(() => {
    keep('sessionStorage', nameOf(key), isChanged ? JSON.stringify(draft) : undefined);
    if (!isChanged) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [draft, isChanged]);
  return {
    draft,
    isChanged,
    change: (changes: Partial<Draft>) => setDraft((current) => ({ ...current, ...changes })),
    /** From now on this is what is stored; what was written meanwhile is one more change. */
    settle: setSaved,
    discard: () => setDraft(saved),
    /** What is stored as far as is known; empty if nothing is. */
    saved: saved.content,
  };
}
