import { AppriseError } from '../service/errors.ts';

export type StoreErrorCode = 'invalid-name' | 'unreadable' | 'unwritable' | 'too-large';

const PROBLEMS: Readonly<Record<StoreErrorCode, string>> = {
  'invalid-name': 'the name cannot be the name of a file',
  unreadable: 'what is stored cannot be read',
  unwritable: 'the store cannot be written',
  'too-large': 'the content is too large for the store',
};

/** Why something could not be kept or read back; `cause` has the system's own error. */
export class StoreError extends AppriseError {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, cause?: unknown) {
    super(PROBLEMS[code], { cause });
    this.code = code;
  }
}
