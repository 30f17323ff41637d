import { field } from './fields.ts';
import type { MessageType } from './message.ts';

/** Where messages come from, in the order of their numbers; those between cron and local0 are for systems alone. */
export const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;
export type Facility = (typeof FACILITIES)[number];

/** How severe messages are (RFC 5424, table 2). */
export const SEVERITIES = { crit: 2, warning: 4, notice: 5, info: 6 } as const;
export type Severity = keyof typeof SEVERITIES;

/** The number of a facility (RFC 5424, table 1). */
export const facilityNumber = (facility: Facility): number =>
  facility.startsWith('local') ? 16 + Number(facility.at(-1)) : FACILITIES.indexOf(facility);

const OF_TYPES = {
  info: 'info',
  success: 'notice',
  warning: 'warning',
  failure: 'crit',
} as const satisfies Readonly<Record<MessageType, Severity>>;

/** How severe a message of a type is. */
export const severityOf = (type: MessageType): Severity => OF_TYPES[type];

/** A message as one text. */
export const entryOf = ({ title, body }: { readonly title: string; readonly body: string }): string =>
  title ? `${title}: ${body}` : body;

const facilityOptions = { default: 'user', match: 'prefix', aliases: ['facility'] } as const;

/** What the services for system logs have in common. */
export const syslogFields = {
  facility: field.choice('Facility', FACILITIES, facilityOptions),
  log_pid: field.flag('Log PID', { key: 'logpid', default: true }),
} as const;
