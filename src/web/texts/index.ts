import { keep, readKept } from '../parts/storage.ts';
import { en, type Texts } from './en.ts';

/** The languages the pages speak, by their code. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'language';
const isLanguage = (code: string | undefined): code is Language => code !== undefined && Object.hasOwn(LANGUAGES, code);

/** The texts of the chosen language; English until `loadTexts` is done. */
export let texts: Texts = en;
/** The language that was chosen, or the first of the browser's that the pages speak. */
export let language: Language = 'en';

/** Loads the texts of the reader's language. */
export async function loadTexts(): Promise<void> {
  const wanted = [readKept('localStorage', STORED), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  language = wanted.find(isLanguage) ?? 'en';
  texts = language === 'de' ? (await import('./de.ts')).de : en;
  document.documentElement.lang = language;
}

/** Speaks another language from now on; what is shown already has to be drawn again. */
export function chooseLanguage(chosen: string): Promise<void> {
  keep('localStorage', STORED, chosen);
  return loadTexts();
}
