import { join } from 'node:path';
import { freePorts } from './ports.ts';
import { serverDirectory, ServerProcess } from './process.ts';

const PERL = '/usr/bin/perl';

export const LOGIN = { user: 'ann', password: 's3cret' } as const;

/** A message centre of our own over the library Net::SMPP of Perl; it prints what it gets. */
export class MessageCentre {
  static readonly packages = { perl: PERL, 'libnet-smpp-perl': '/usr/share/perl5/Net/SMPP.pm' };
  readonly port: number;
  readonly process: ServerProcess;

  private constructor(port: number, process: ServerProcess) {
    this.port = port;
    this.process = process;
  }

  static async start(): Promise<MessageCentre> {
    const [port = 0] = await freePorts(1);
    const words = [join(import.meta.dirname, 'smsc.pl'), String(port), LOGIN.user, LOGIN.password];
    const process = new ServerProcess(serverDirectory('smsc'), PERL, words);
    return new MessageCentre(port, await process.listening(port));
  }
}
