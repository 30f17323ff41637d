import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageContext } from '../context.ts';
import { language, LANGUAGES, texts } from '../texts/index.ts';

const YEAR_SECONDS = 31_536_000;

/** Lights the page in the other theme, and the next ones too. */
function ThemeButton({ initial }: { readonly initial: PageContext['theme'] }) {
  const [theme, setTheme] = useState(initial);
  const other = theme === 'dark' ? 'light' : 'dark';
  const change = () => {
    document.documentElement.dataset['theme'] = other;
    document.cookie = `theme=${other}; Max-Age=${YEAR_SECONDS}; Path=/; SameSite=Lax`;
    setTheme(other);
  };
  return (
    <button type="button" class="quiet" onClick={change}>
      {theme === 'dark' ? texts.nav.toLight : texts.nav.toDark}
    </button>
  );
}

/** Whether a part of the page could not be loaded: the server is gone, or is a newer one that has other files. */
function useBroken(): boolean {
  const [isBroken, setBroken] = useState(false);
  useEffect(() => addEventListener('unhandledrejection', () => setBroken(true)), []);
  return isBroken;
}

interface FrameProps {
  readonly context: PageContext;
  readonly onLanguage: (language: string) => void;
  readonly children: ComponentChildren;
}

/** What stands around every page. */
export function Frame({ context, onLanguage, children }: FrameProps) {
  const isBroken = useBroken();
  const { basePath, key, page, listsKeys } = context;
  const current = (name: PageContext['page']) => (page === name ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <>
      <header class="top">
        <a class="brand" href={`${basePath}/`} {...current('welcome')}>
          <img src={`${basePath}/s/icon.svg`} alt="" width="24" height="24" />
          Apprise API
        </a>
        <nav aria-label={texts.nav.pages}>
          <a href={`${basePath}/cfg/${key}`} {...current('configuration')}>
            {texts.nav.configuration}
          </a>
          {listsKeys && (
            <a href={`${basePath}/cfg`} {...current('keys')}>
              {texts.nav.keys}
            </a>
          )}
          <a href={`${basePath}/details`} {...current('services')}>
            {texts.nav.services}
          </a>
          <a href={`${basePath}/docs`}>{texts.nav.api}</a>
        </nav>
        <div class="tools">
          <select
            aria-label={texts.nav.language}
            value={language}
            onChange={(event) => onLanguage(event.currentTarget.value)}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
          <ThemeButton initial={context.theme} />
        </div>
      </header>
      <main>
        {isBroken && (
          <p class="notice bad" role="alert">
            {texts.common.broken}
          </p>
        )}
        {children}
      </main>
    </>
  );
}
