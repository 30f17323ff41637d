import { describe, expect, test } from 'vitest';
import { createCatalog } from '../src/service/load.ts';
import { definitions } from '../src/services/index.ts';
import { expectedCourse, play } from './support/play.ts';
import { vectorFiles, vectorsOf } from './support/vectors.ts';

const catalog = createCatalog(definitions);

describe.each(definitions)('$id', ({ id }) => {
  test('has vectors', () => expect(vectorFiles(id)).toHaveLength(1));
  test.each(vectorsOf(id))('$name', async (vector) => {
    expect(await play(vector, catalog)).toMatchObject(expectedCourse(vector));
  });
});
