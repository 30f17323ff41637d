import { describe, expect, it } from 'vitest';
import { interpretEmojis } from './emojis.ts';

describe('interpretEmojis', () => {
  it.each([
    ['deployed :rocket:', 'deployed 🚀'],
    [':Warning: disk', '⚠️ disk'],
    [':thumbsup::+1:', '👍👍'],
    ['at 10:30:45', 'at 10:30:45'],
    [':unknown:tada:', ':unknown🎉'],
    [':tada:unknown:', '🎉unknown:'],
    ['a:tada:b', 'a🎉b'],
    [':ſmile:', '😄'],
    ['::', '::'],
    ['no colon', 'no colon'],
  ])('%j gives %j', (text, expected) => {
    expect(interpretEmojis(text)).toBe(expected);
  });
});
