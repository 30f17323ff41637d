import { expect, test } from 'vitest';
import { baseName, extensionOfType, isOfficialType, typeOfName } from './mime.ts';

test.each([
  ['photo.PNG', 'image/png'],
  ['log.txt.gz', 'text/plain'],
  ['backup.tgz', 'application/x-tar'],
  ['dir.d/photo.jpeg', 'image/jpeg'],
  ['song.midi', 'audio/midi'],
  ['photo.png.txt', 'text/plain'],
  ['.png', undefined],
  ['archive.gz', undefined],
  ['dir.png/readme', undefined],
  ['file.', undefined],
  ['file.constructor', undefined],
  ['', undefined],
])('the name %j suggests %j', (name, type) => {
  expect(typeOfName(name)).toBe(type);
});

test('types in common use are guessed but not official', () => {
  expect(typeOfName('picture.webp')).toBe('image/webp');
  expect(isOfficialType('image/webp')).toBe(false);
  expect(isOfficialType('image/png')).toBe(true);
});

test('a type has one usual extension', () => {
  expect(extensionOfType('Image/JPEG')).toBe('.jpg');
  expect(extensionOfType('text/html; charset=utf-8')).toBeUndefined();
});

test('the base of a path is what follows its last slash', () => {
  expect(['a/b.txt', 'b.txt', 'a/'].map(baseName)).toEqual(['b.txt', 'b.txt', '']);
});
