import type { AnyDefinition } from '../service/define.ts';
import _bulksms from './bulksms.ts';
import _form from './form.ts';
import _json from './json.ts';
import _xml from './xml.ts';
export const definitions: readonly AnyDefinition[] = [_bulksms, _form, _json, _xml];
