import { expect, test } from 'vitest';
import { writeMarkup } from './markup.ts';

test.each([
  ['1 < 2 & 3 > 2', '1 &lt; 2 &amp; 3 &gt; 2'],
  ['<!here> and <!subteam^S1|the team>', '<!here> and <!subteam^S1|the team>'],
  ['< @U1 | Ann & Bob >', '<@U1|Ann &amp; Bob>'],
  [
    '<https://host.example/?a=1&b=2|the site> <https://host.example>',
    '<https://host.example/?a=1&b=2|the site> <https://host.example>',
  ],
  ['<b>bold</b> <b <!here>', '&lt;b&gt;bold&lt;/b&gt; &lt;b <!here>'],
])('writes %j', (text, written) => {
  expect(writeMarkup(text)).toBe(written);
});
