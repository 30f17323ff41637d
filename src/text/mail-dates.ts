/** A moment as mail headers write it (RFC 5322), in a time zone of the IANA database. */
export function formatMailDate(milliseconds: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  const part = Object.fromEntries(format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
  // British English alone has a month of four letters.
  const month = part['month']?.slice(0, 3);
  const offset = part['timeZoneName']?.replace(/^GMT|:/g, '').slice(0, 5) || '+0000';
  return `${part['weekday']}, ${part['day']} ${month} ${part['year']} ${part['hour']}:${part['minute']}:${part['second']} ${offset}`;
}
