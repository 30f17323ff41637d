/** Put together by the build. */
declare module 'virtual:examples' {
  /** A URL of each service by the id of the service. */
  export const examples: Readonly<Record<string, string>>;
}
