import { expect, test } from 'vitest';
import { sectionsOf } from './sections.ts';

test('cuts a text at its headings', () => {
  expect(sectionsOf('All is well.\n\n# Doors\nfront: *open*\nback: shut\n  ## `Windows` ##\n')).toEqual({
    description: 'All is well.',
    sections: [
      { name: 'Doors', value: '```md\nfront: *open*\nback: shut\n```' },
      { name: 'Windows', value: '```\n```' },
    ],
  });
});

test.each(['no heading', 'a # within a line', '#\nmarks without a name'])('%j has no sections', (text) => {
  expect(sectionsOf(text)).toEqual({ description: text, sections: [] });
});
