import type { SmtpRequest } from '../../service/protocols.ts';

export type Security = SmtpRequest['security'];

/** How the host of well-known mail domains wants mail handed over. */
export interface Provider {
  readonly host: string;
  readonly security: Security;
  /** Whether logins there are whole addresses or what stands before the `@`; undefined takes either. */
  readonly login?: 'address' | 'user';
}

const GOOGLE: Provider = { host: 'smtp.gmail.com', security: 'starttls', login: 'address' };
const YANDEX: Provider = { host: 'smtp.yandex.ru', security: 'ssl', login: 'user' };
const HOTMAIL: Provider = { host: 'smtp-mail.outlook.com', security: 'starttls', login: 'address' };
const OUTLOOK: Provider = { host: 'smtp.outlook.com', security: 'starttls', login: 'address' };
const OFFICE_365: Provider = { host: 'smtp.office365.com', security: 'starttls' };
const YAHOO: Provider = { host: 'smtp.mail.yahoo.com', security: 'ssl', login: 'address' };
const GMX: Provider = { host: 'mail.gmx.com', security: 'starttls', login: 'address' };
const FASTMAIL: Provider = { host: 'smtp.fastmail.com', security: 'ssl', login: 'address' };
const ZOHO: Provider = { host: 'smtp.zoho.com', security: 'starttls', login: 'address' };
const SENDGRID: Provider = { host: 'smtp.sendgrid.net', security: 'ssl', login: 'user' };
const NETEASE: Provider = { host: 'smtp.163.com', security: 'ssl', login: 'address' };
const FOXMAIL: Provider = { host: 'smtp.qq.com', security: 'starttls', login: 'address' };
const COMCAST: Provider = { host: 'smtp.comcast.net', security: 'ssl', login: 'address' };

const DOMAINS: readonly (readonly [provider: Provider, domains: string])[] = [
  [GOOGLE, 'gmail.com'],
  [YANDEX, 'yandex.com yandex.ru yandex.ua yandex.by yandex.kz yandex.uz yandex.tr yandex.fr'],
  [HOTMAIL, 'hotmail.com hotmail.com.au live.com live.com.au'],
  [OUTLOOK, 'outlook.com outlook.com.au smtp.outlook.com smtp.outlook.com.au'],
  [OFFICE_365, 'office365.com smtp.office365.com'],
  [YAHOO, 'yahoo.ca yahoo.com'],
  [GMX, 'gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.fr'],
  [
    FASTMAIL,
    `fastmail.com fastmail.cn fastmail.co.uk fastmail.com.au fastmail.de fastmail.es fastmail.fm fastmail.fr
    fastmail.im fastmail.in fastmail.jp fastmail.mx fastmail.net fastmail.nl fastmail.org fastmail.se fastmail.to
    fastmail.tw fastmail.uk fastmail.us 123mail.org 150mail.com 150ml.com 16mail.com 2-mail.com 4email.net 50mail.com
    airpost.net allmail.net bestmail.us cluemail.com elitemail.org emailcorner.net emailengine.net emailengine.org
    emailgroups.net emailplus.org emailuser.net eml.cc f-m.fm fast-email.com fast-mail.org fastem.com fastemail.us
    fastemailer.com fastest.cc fastimap.com fastmailbox.net fastmessaging.com fea.st fmail.co.uk fmailbox.com
    fmgirl.com fmguy.com ftml.net h-mail.us hailmail.net imap-mail.com imap.cc imapmail.org inoutbox.com
    internet-e-mail.com internet-mail.org internetemails.net internetmailing.net jetemail.net justemail.net
    letterboxes.org mail-central.com mail-page.com mailandftp.com mailas.com mailbolt.com mailc.net mailcan.com
    mailforce.net mailftp.com mailhaven.com mailingaddress.org mailite.com mailmight.com mailnew.com mailsent.net
    mailservice.ms mailup.net mailworks.org ml1.net mm.st myfastmail.com mymacmail.com nospammail.net ownmail.net
    petml.com postinbox.com postpro.net proinbox.com promessage.com realemail.net reallyfast.biz reallyfast.info
    rushpost.com sent.as sent.at sent.com speedpost.net speedymail.org ssl-mail.com swift-mail.com the-fastest.net
    the-quickest.com theinternetemail.com veryfast.biz veryspeedy.net warpmail.net xsmail.com yepmail.net`,
  ],
  [ZOHO, 'zoho.com zohomail.com'],
  [SENDGRID, 'sendgrid.com sendgrid.net'],
  [NETEASE, '163.com'],
  [FOXMAIL, 'foxmail.com qq.com'],
  [COMCAST, 'comcast.net'],
];

const byDomain: ReadonlyMap<string, Provider> = new Map(
  DOMAINS.flatMap(([provider, domains]) =>
    domains.split(/\s+/).map((domain): [string, Provider] => [domain, provider]),
  ),
);

/** The provider of a mail domain, if it is a well-known one. */
export const providerOf = (domain: string): Provider | undefined => byDomain.get(domain.toLowerCase());
