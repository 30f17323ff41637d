import type { Ref } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { texts } from '../texts/index.ts';
import { findServices, type Findable } from './find.ts';

/** What is looked for, and what of it is found. */
export interface Finding<S extends Findable> {
  readonly all: readonly S[];
  readonly found: readonly S[];
  readonly text: string;
  readonly category: string;
  readonly setText: (text: string) => void;
  readonly setCategory: (category: string) => void;
}

/** Looks for services by text and category. */
export function useFinding<S extends Findable>(all: readonly S[]): Finding<S> {
  const [text, setText] = useState('');
  const [category, setCategory] = useState('');
  const found = useMemo(() => findServices(all, text, category), [all, text, category]);
  return { all, found, text, category, setText, setCategory };
}

interface FinderProps {
  readonly finding: Finding<Findable>;
  readonly input?: Ref<HTMLInputElement>;
  readonly help?: string;
}

/** The name of a category in the reader's language. */
export const categoryName = (category: string): string => texts.categories[category] ?? texts.services.plugins;

/** The fields to look for services with, and how many are found. */
export function Finder({ finding, input, help }: FinderProps) {
  const { all, found, text, category, setText, setCategory } = finding;
  const categories = [...new Set(all.map((service) => service.category))].toSorted((one, other) =>
    categoryName(one).localeCompare(categoryName(other)),
  );
  return (
    <>
      <div class="row">
        <label class="grow">
          {texts.common.search}
          <input
            type="search"
            value={text}
            autoComplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
            {...(input && { ref: input })}
            {...(help && { 'aria-describedby': 'finder-help' })}
          />
        </label>
        <label>
          {texts.common.category}
          <select value={category} onChange={(event) => setCategory(event.currentTarget.value)}>
            <option value="">{texts.common.all}</option>
            {categories.map((name) => (
              <option key={name} value={name}>
                {categoryName(name)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="help" id="finder-help">
        <span role="status">
          {found.length === 0 ? texts.builder.none : texts.services.count(found.length, all.length)}
        </span>
        {help && ` · ${help}`}
      </p>
    </>
  );
}
