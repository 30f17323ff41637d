/** How serious a line is, the least serious first. */
export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether lines of a level are wanted where `threshold` is the least serious one. */
export const isWanted = (level: LogLevel, threshold: LogLevel): boolean =>
  LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(threshold);

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;
type Write = (level: LogLevel, line: string) => void;

/** The log of the server itself: one line an entry, whatever is in it. */
export interface Log {
  readonly level: LogLevel;
  write(level: LogLevel, message: string, fields?: Fields): void;
}

/** Plain words as they are, everything else quoted: no value can end a line or look like another field. */
const formatValue = (value: string | number | boolean): string =>
  /^[\w.:/@-]+$/.test(String(value)) ? String(value) : JSON.stringify(String(value));

const writeToConsole: Write = (level, line) => {
  (isWanted(level, 'WARNING') ? process.stderr : process.stdout).write(line);
};

/** A log of the entries of at least one level. */
export function createLog(level: LogLevel, write: Write = writeToConsole): Log {
  return {
    level,
    write(entryLevel, message, fields = {}) {
      if (!isWanted(entryLevel, level)) return;
      const details = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : [` ${name}=${formatValue(value)}`],
      );
      write(entryLevel, `${new Date().toISOString()} ${entryLevel} ${message}${details.join('')}\n`);
    },
  };
}
