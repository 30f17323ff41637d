import { useId, useState } from 'preact/hooks';
import { matches, parseFilter, parseTags, parseTagExpression } from '../../service/tags.ts';
import type { ListedService } from '../client.ts';
import { texts } from '../texts/index.ts';

const WITHOUT_TAGS = parseFilter('');

/** The services that a tag expression means; undefined if it is none. */
export function select(services: readonly ListedService[], expression: string): readonly ListedService[] | undefined {
  const wanted = parseTagExpression(expression);
  if (!wanted) return undefined;
  const filter = expression.trim() === '' ? WITHOUT_TAGS : parseFilter(wanted);
  if (!filter) return services;
  return services.filter(({ tag_details: details }) => matches(filter, parseTags(details.map(({ token }) => token))));
}

interface TagFilterProps {
  readonly tags: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Puts tags together to an expression, by writing or by choosing them. */
export function TagFilter({ tags, value, onChange }: TagFilterProps) {
  const t = texts.filter;
  const help = useId();
  const [join, setJoin] = useState<'and' | 'or'>('or');
  const isValid = parseTagExpression(value) !== undefined;
  const add = (tag: string) => {
    const head = value.trim();
    onChange(head === '' || head === 'all' ? tag : head + (join === 'and' ? ` ${tag}` : `, ${tag}`));
  };
  return (
    <div class="field">
      <label>
        {t.label}
        <input
          class="mono"
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
          aria-describedby={help}
          aria-invalid={!isValid}
          autoComplete="off"
          spellcheck={false}
        />
      </label>
      <p class="help" id={help}>
        {isValid ? t.help : <span class="bad">{t.invalid}</span>}
      </p>
      {tags.length > 0 && (
        <div class="row">
          <div class="chips">
            {['all', ...tags.toSorted()].map((tag) => (
              <button key={tag} type="button" class="chip" onClick={() => (tag === 'all' ? onChange('all') : add(tag))}>
                {tag}
              </button>
            ))}
            <button type="button" class="quiet chip" onClick={() => onChange('')}>
              {t.clear}
            </button>
          </div>
          <fieldset class="choice">
            <legend>{t.join}</legend>
            {(['or', 'and'] as const).map((kind) => (
              <label key={kind} class="check">
                <input type="radio" checked={join === kind} onChange={() => setJoin(kind)} />
                {t[kind]}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </div>
  );
}
