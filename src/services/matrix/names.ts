/** The parts of the name of a room or a user. */
interface Name {
  readonly local: string;
  readonly server: string | undefined;
}

const reader =
  (pattern: RegExp) =>
  (text: string): Name | undefined => {
    const [, local, server] = pattern.exec(text) ?? [];
    return local === undefined ? undefined : { local, server };
  };

/** What `!room:server` names; the server may be missing. */
export const parseRoomId = reader(/^(?:!|&#33;|%21)([a-z0-9._=-]+)(?:(?::|%3a)([a-z0-9.-]+))?$/i);

/** What `#room:server` names; the mark and the server may be missing. */
export const parseRoomAlias = reader(/^(?:#|%23)?([a-z0-9._=-]+)(?:(?::|%3a)([a-z0-9.-]+))?$/i);

/** What `@user:server` names; the server may be missing. */
export const parseUser = reader(/^(?:@|%40)([a-z0-9._=+/-]+)(?:(?::|%3a)([a-z0-9.-]+))?$/i);
