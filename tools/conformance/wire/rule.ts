/** One line of a script of replies. */
export interface Rule {
  readonly match?: { readonly method?: string; readonly url_contains?: string };
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly times?: number;
  readonly error?: 'connection' | 'read_timeout';
  readonly smtp?: 'starttls' | 'login' | 'sendmail';
}
