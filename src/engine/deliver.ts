import { imageUrl, type ImageSize } from '../service/asset.ts';
import type { DeliverContext, Plan, Session } from '../service/define.ts';
import { DeliveryError } from '../service/errors.ts';
import { NO_REPLY, type HttpRequest, type Reply } from '../service/http.ts';
import type { Service } from '../service/load.ts';
import type { Attachment, Message, MessageType } from '../service/message.ts';
import type { Pgp } from '../service/pgp.ts';
import type { ProtocolRequest } from '../service/protocols.ts';
import { identify } from '../service/write.ts';
import { TransportError } from '../transport/http/errors.ts';
import { encodeRequest } from './encode.ts';
import type { Ports } from './ports.ts';
import { secretsOf, shownReason } from './reason.ts';
import { failureOf, HttpReply } from './reply.ts';
import type { Failure } from './report.ts';

type AnyRequest = HttpRequest | ProtocolRequest;

const DEFAULT_ACCEPT: readonly number[] = [200];
const DEFAULT_THROTTLE_SECONDS = 5.5;
const NO_RECURSION = { count: 0, id: '' };

/** What a delivery knows beside its service: where it stands in time and in the chain of servers. */
export interface DeliveryFrame {
  readonly ports: Ports;
  /** Milliseconds since 1970 after which nothing is started. */
  readonly deadline: number | undefined;
  readonly recursion: { readonly count: number; readonly id: string } | undefined;
  readonly memoryOf: (service: Service, identity: string | undefined) => Map<string, unknown>;
}

const isSequence = (plan: Plan): plan is { readonly sequence: readonly Plan[] } => 'sequence' in plan;
const isHttp = (request: AnyRequest): request is HttpRequest =>
  request.protocol === undefined || request.protocol === 'http';
const isTolerated = ({ tolerated = false }: HttpRequest, { status }: Reply): boolean =>
  typeof tolerated === 'boolean' ? tolerated : tolerated.includes(status);

/** One attempt to deliver a message to one service; `failures` says what went wrong, empty when nothing did. */
export class Delivery implements DeliverContext {
  readonly failures: Failure[] = [];
  readonly asset: Service['asset'];
  readonly #service: Service;
  readonly #frame: DeliveryFrame;
  #identity: string | undefined | null = null;
  #session: Session | undefined;
  #lastSent: number | undefined;
  #credential = '';
  #expired = false;
  #secrets: readonly string[] | undefined;

  constructor(service: Service, frame: DeliveryFrame) {
    this.#service = service;
    this.#frame = frame;
    this.asset = service.asset;
  }

  get identity(): string | undefined {
    return (this.#identity ??= identify(this.#service)) ?? undefined;
  }

  get recursion(): { readonly count: number; readonly id: string } {
    return this.#frame.recursion ?? NO_RECURSION;
  }

  get session(): Session {
    return (this.#session ??= this.#frame.ports.sessions(this.identity));
  }

  get pgp(): Pgp {
    return this.#frame.ports.pgp;
  }

  get memory(): Map<string, unknown> {
    return this.#frame.memoryOf(this.#service, this.identity);
  }

  /** The credential of the definition's session. */
  get credential(): string {
    return this.#credential;
  }

  image(type: MessageType, size?: ImageSize, extension?: string): string | undefined {
    const wanted = size ?? this.#service.definition.imageSize;
    return wanted && imageUrl(this.asset, type, wanted, extension);
  }

  now(): number {
    return this.#frame.ports.clock.now();
  }

  uuid(): string {
    return this.#frame.ports.random.uuid();
  }

  random(bytes: number): Uint8Array {
    return this.#frame.ports.random.bytes(bytes);
  }

  /** Waits, though not beyond the deadline: nothing is sent after it. */
  async sleep(seconds: number): Promise<void> {
    const { ports, deadline = Infinity } = this.#frame;
    const wait = Math.min(seconds, (deadline - this.now()) / 1000);
    if (wait > 0) await ports.clock.sleep(wait);
  }

  readFile(location: string, maxBytes?: number): Promise<Uint8Array | undefined> {
    return this.#frame.ports.readFile(location, maxBytes);
  }

  async bytes({ source }: Attachment): Promise<Uint8Array> {
    if ('bytes' in source) return source.bytes;
    const content = await this.readFile(source.path);
    if (!content) throw new DeliveryError({ code: 'invalid-message', reason: 'an attachment could not be read' });
    return content;
  }

  fail(reason: string): void {
    this.failures.push({ code: 'refused', reason: this.#shown(reason) });
  }

  #shown(reason: string): string {
    this.#secrets ??= secretsOf(this.#service);
    return shownReason(reason, this.#secrets);
  }

  /** Sends one message: all its requests, or as far as the definition's own `deliver` goes. */
  async run(message: Message): Promise<void> {
    const { definition, settings } = this.#service;
    try {
      if (definition.deliver) await definition.deliver(settings, message, this);
      else if (definition.session) await this.#runWithSession(message);
      else await this.#runPlan(definition.requests!(settings, message, this));
    } catch (error) {
      this.#record(error);
    }
    await this.#session?.flush();
  }

  /** Never throws: where there is no answer, the reply is not `ok` and has the status 0. */
  readonly send = async (request: AnyRequest): Promise<Reply> => {
    await this.#keepDistance();
    try {
      return isHttp(request)
        ? await this.#sendHttp(request)
        : await this.#frame.ports.protocols(request, this.#frame.deadline);
    } catch (error) {
      if (!isHttp(request) || request.tolerated !== true) this.#record(error);
      return NO_REPLY;
    }
  };

  async #sendHttp(request: HttpRequest): Promise<Reply> {
    const { ports, deadline } = this.#frame;
    const { definition, settings, asset } = this.#service;
    const { options } = settings;
    const wire = await ports.http.send(
      encodeRequest(request, asset.appId, () => ports.random.uuid().replaceAll('-', '')),
      {
        connectTimeoutSeconds: request.connectTimeoutSeconds ?? options.connectTimeoutSeconds,
        readTimeoutSeconds: request.readTimeoutSeconds ?? options.readTimeoutSeconds,
        verify: options.verify || request.authentic === true,
        followRedirects: options.redirect,
        publicOnly: request.publicOnly ?? false,
        secureOnly: request.authentic ?? false,
        deadline,
      },
    );
    const accept = request.accept ?? definition.accept ?? DEFAULT_ACCEPT;
    const accepted = accept === '2xx' ? wire.status >= 200 && wire.status < 300 : accept.includes(wire.status);
    const judge = request.failure ?? definition.failure;
    const refused = accepted ? judge?.(new HttpReply(wire, true)) : undefined;
    const refusal = refused === undefined ? undefined : this.#shown(refused);
    const reply = new HttpReply(wire, accepted && refusal === undefined);
    if (!reply.ok && definition.session?.expired?.(reply)) this.#expired = true;
    if (!reply.ok && !isTolerated(request, reply))
      this.failures.push(failureOf(reply, refusal, definition.statuses, this.now()));
    return reply;
  }

  async #keepDistance(): Promise<void> {
    const { ports } = this.#frame;
    const distance = this.#service.definition.throttleSeconds ?? DEFAULT_THROTTLE_SECONDS;
    if (!ports.throttle || distance === 0) return;
    const now = this.now();
    const wait = this.#lastSent === undefined ? 0 : this.#lastSent + distance * 1000 - now;
    this.#lastSent = now + Math.max(0, wait);
    if (wait > 0) await this.sleep(wait / 1000);
  }

  /** An empty list is a message that reaches nobody: a failure, unlike a sequence of no steps. */
  async #runPlan(plan: Plan): Promise<void> {
    if (Array.isArray(plan) && plan.length === 0) this.fail('There are no targets to notify.');
    else await this.#execute(plan);
  }

  /** Whether everything in the plan went well; an array goes on after a failure, a sequence does not. */
  async #execute(plan: Plan): Promise<boolean> {
    if (Array.isArray(plan)) {
      let good = true;
      for (const part of plan as readonly Plan[]) good = (await this.#execute(part)) && good;
      return good;
    }
    const single = plan as Exclude<Plan, readonly Plan[]>;
    if (isSequence(single)) {
      for (const part of single.sequence) if (!(await this.#execute(part))) return false;
      return true;
    }
    return (await this.send(single)).ok;
  }

  /** As `requests`, with a credential that is fetched when there is none and once more when it has expired. */
  async #runWithSession(message: Message): Promise<void> {
    const { definition, settings } = this.#service;
    const rule = definition.session!;
    for (const renewal of [false, true]) {
      const credential = await this.#openSession(renewal);
      if (credential === undefined) return;
      this.#credential = credential;
      this.#expired = false;
      const before = this.failures.length;
      await this.#runPlan(definition.requests!(settings, message, this));
      if (!this.#expired) return;
      await this.session.clear(rule.key);
      if (renewal) return;
      this.failures.length = before;
    }
  }

  async #openSession(renewal: boolean): Promise<string | undefined> {
    const { definition, settings } = this.#service;
    const rule = definition.session!;
    const kept = renewal ? undefined : await this.session.get(rule.key);
    if (typeof kept === 'string') return kept;
    const reply = await this.send(rule.open(settings, this));
    if (!reply.ok) return undefined;
    const opened = rule.read(reply);
    if (opened === undefined) {
      this.fail('the login was answered without a credential');
      return undefined;
    }
    await this.session.set(rule.key, opened.value, { expiresInSeconds: opened.expiresInSeconds });
    return opened.value;
  }

  #record(error: unknown): void {
    if (error instanceof DeliveryError) {
      const { code, message, status, retryAfterSeconds } = error;
      this.failures.push({ code, reason: this.#shown(message), status, retryAfterSeconds });
    } else if (error instanceof TransportError)
      this.failures.push({
        code: error.code === 'timed-out' ? 'timed-out' : 'unreachable',
        reason: this.#shown(error.message),
      });
    else this.failures.push({ code: 'service-failed', reason: 'Unhandled Notification Exception' });
  }
}
