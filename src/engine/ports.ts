import type { Session } from '../service/define.ts';
import type { Reply } from '../service/http.ts';
import type { Pgp } from '../service/pgp.ts';
import type { ProtocolRequest } from '../service/protocols.ts';
import type { WireOptions, WireReply, WireRequest } from '../transport/http/request.ts';

/** What the engine needs from the outside world; tests put scripted ones in. */
export interface Ports {
  readonly http: { send(request: WireRequest, options: WireOptions): Promise<WireReply> };
  /** Sends what is no HTTP; throws DeliveryError when it fails. */
  readonly protocols: (request: ProtocolRequest, deadline: number | undefined) => Promise<Reply>;
  /** What this machine lacks to send requests of a protocol; undefined: nothing. */
  readonly lackOf: (protocol: ProtocolRequest['protocol']) => string | undefined;
  readonly sessions: (identity: string | undefined) => Session;
  /** Undefined where there is no such file, or a longer one. */
  readonly readFile: (location: string, maxBytes?: number) => Promise<Uint8Array | undefined>;
  readonly pgp: Pgp;
  readonly clock: { now(): number; sleep(seconds: number): Promise<void> };
  readonly random: { bytes(count: number): Uint8Array; uuid(): string };
  /** Whether requests of one delivery keep the distance their service asks for. */
  readonly throttle: boolean;
}
