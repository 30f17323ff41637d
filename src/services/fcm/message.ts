import type { Json } from '../../service/http.ts';

/** What is shown, and on which terms, as settings and message say. */
export interface Note {
  readonly title: string;
  readonly body: string;
  readonly image: string | undefined;
  /** As `#rrggbb`. */
  readonly color: string | undefined;
  readonly priority: Priority | undefined;
  /** Further members for the app. */
  readonly data: Readonly<Record<string, string>> | undefined;
}
type Priority = (typeof PRIORITIES)[number];
export const PRIORITIES = ['min', 'low', 'normal', 'high', 'max'] as const;

/** How urgent a message is for browsers: RFC 8030. */
const URGENCIES: Readonly<Record<Priority, string>> = {
  min: 'very-low',
  low: 'low',
  normal: 'normal',
  high: 'high',
  max: 'high',
};

const isHigh = (priority: Priority): boolean => priority === 'high' || priority === 'max';

/** The topic that a target names with a leading `#`. */
const topicOf = (target: string): string | undefined => (target.startsWith('#') ? target.slice(1) : undefined);

/** https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages */
export function messageFor(target: string, { title, body, image, color, priority, data }: Note): Json {
  const topic = topicOf(target);
  const level = priority && (isHigh(priority) ? 'HIGH' : 'NORMAL');
  const apns =
    priority && (isHigh(priority) ? { 'apns-priority': '10', 'apns-push-type': 'alert' } : { 'apns-priority': '5' });
  return {
    token: topic === undefined ? target : null,
    topic,
    notification: { title, body, image },
    data,
    android: color || level ? { notification: color && { color }, priority: level } : undefined,
    apns: apns && { headers: apns },
    webpush: priority && { headers: { Urgency: URGENCIES[priority] } },
  };
}

/** The same for the legacy API, in the shape it has always been sent. */
export const legacyMessageFor = (target: string, { title, body, image, color, priority, data }: Note): Json => ({
  notification: { notification: { title, body, image, color } },
  data,
  to: topicOf(target) === undefined ? target : `/topics/${target}`,
  priority: priority && (isHigh(priority) ? 'high' : 'normal'),
});
