import { texts } from '../texts/index.ts';
import type { Findings } from './check.ts';

interface FindingsProps {
  readonly findings: Findings | undefined;
  readonly isEmpty: boolean;
  readonly onGoTo: (line: number) => void;
}

/** What is wrong with the configuration, and where. */
export function FindingsList({ findings, isEmpty, onGoTo }: FindingsProps) {
  const t = texts.editor;
  if (!findings) return <p class="muted">{texts.common.loading}</p>;
  const { problems, services, hasIncludes, hasPlugins } = findings;
  if (isEmpty) return <p class="muted">{t.emptyFine}</p>;
  return (
    <>
      <p class={problems.length === 0 ? 'good' : 'bad'}>
        {problems.length === 0 ? t.fine(services) : t.problems(problems.length)}
      </p>
      {problems.length > 0 && (
        <ul class="problems">
          {problems.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              {line !== undefined && (
                <button type="button" class="quiet" onClick={() => onGoTo(line)}>
                  {t.line(line)}
                </button>
              )}{' '}
              {message}
            </li>
          ))}
        </ul>
      )}
      {hasIncludes && <p class="muted">{t.includes}</p>}
      {hasPlugins && <p class="muted">{t.plugins}</p>}
    </>
  );
}
