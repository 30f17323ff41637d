import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MQTT_VERSIONS, type MqttRequest } from '../../src/service/protocols.ts';
import { sendMqtt } from '../../src/transport/mqtt/send.ts';
import { LOGIN, Mosquitto } from '../servers/mosquitto.ts';
import { needs } from '../servers/needs.ts';
import { freePorts } from '../servers/ports.ts';
import { deliver } from '../support/deliver.ts';
import { HOSTILE_CASES } from '../support/hostile-bodies.ts';
import { failureOf } from '../support/failures.ts';

describe('messages to mosquitto (of the package mosquitto)', needs(Mosquitto), () => {
  let broker: Mosquitto;
  const authorities = getCACertificates('default');

  beforeAll(async () => {
    broker = await Mosquitto.start();
    setDefaultCACertificates([...authorities, broker.authority]);
  });
  afterAll(async () => {
    setDefaultCACertificates(authorities);
    await broker.process.stop();
  });

  const request = (topic: string, payload: string, rest: Partial<MqttRequest> = {}, qos = 0): MqttRequest => ({
    protocol: 'mqtt',
    host: 'localhost',
    port: broker.ports[rest.secure ? 'secure' : 'open'],
    secure: false,
    verify: true,
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 5,
    version: 'v3.1.1',
    clientId: undefined,
    cleanSession: true,
    login: undefined,
    messages: [{ topic, payload, qos, retain: true }],
    ...rest,
  });

  const cases = MQTT_VERSIONS.flatMap((version) => [0, 1, 2].map((qos) => ({ version, qos })));
  test.each(cases)('$version, quality $qos', async ({ version, qos }) => {
    const topic = `cases/${version}/${qos}`;
    await sendMqtt(request(topic, `${version} 日本語 ${qos}`, { version }, qos), undefined);
    expect(broker.retained(topic)).toBe(`${version} 日本語 ${qos}`);
  });

  test('a long message, and several at once', async () => {
    const long = 'word '.repeat(60_000);
    const messages = ['a', 'b'].map((topic) => ({ topic: `long/${topic}`, payload: long, qos: 1, retain: true }));
    await sendMqtt(request('', '', { messages }), undefined);
    expect(broker.retained('long/a')).toBe(long);
    expect(broker.retained('long/b')).toBe(long);
  });

  test.each(HOSTILE_CASES)('a payload with $name', async ({ body, arrives }) => {
    await sendMqtt(request('hostile', body, {}, 2), undefined);
    expect(broker.retained('hostile') === arrives).toBe(true);
  });

  test('clients of one name wait for one another', async () => {
    const sending = Array.from({ length: 5 }, (_, index) =>
      sendMqtt(request(`names/${index}`, 'x', { clientId: 'one', cleanSession: false }, 2), undefined),
    );
    await Promise.all(sending);
    expect(broker.retained('names/4')).toBe('x');
  });

  test('a login', async () => {
    const port = broker.ports.login;
    await sendMqtt(request('login', 'x', { port, login: LOGIN }), undefined);
    for (const version of MQTT_VERSIONS)
      for (const login of [undefined, { user: 'ann', password: 'wr0ng' }, { user: 'ann', password: undefined }]) {
        const failure = await failureOf(sendMqtt(request('login', 'x', { version, port, login }), undefined));
        expect(failure.code).toBe('unauthorized');
        expect(failure.message).not.toContain('wr0ng');
      }
  });

  test('certificates', async () => {
    await sendMqtt(request('tls', 'secret', { secure: true }), undefined);
    expect(broker.retained('tls')).toBe('secret');
    const unknown = request('tls', 'other', { secure: true, host: '127.0.0.1' });
    expect(await failureOf(sendMqtt(unknown, undefined))).toMatchObject({ code: 'unreachable' });
    await sendMqtt({ ...unknown, verify: false }, undefined);
    expect(broker.retained('tls')).toBe('other');
  });

  test('nobody listens, a topic that is none, a deadline that is over', async () => {
    const [port = 0] = await freePorts(1);
    expect(await failureOf(sendMqtt(request('a', 'x', { port }), undefined))).toMatchObject({ code: 'unreachable' });
    expect(await failureOf(sendMqtt(request('a/#', 'x'), undefined))).toMatchObject({ code: 'invalid-message' });
    expect(await failureOf(sendMqtt(request('a', 'x'), Date.now() - 1))).toMatchObject({ code: 'timed-out' });
  });

  test('from a URL to topics', async () => {
    const { user, password } = LOGIN;
    const url = `mqtt://${user}:${password}@localhost:${broker.ports.login}/url/a,url/b?qos=1&retain=yes`;
    expect(await deliver(url, 'Disk', 'full')).toBe(true);
    await broker.process.written(/Received PUBLISH .*'url\/b'/);
    expect(await deliver(url.replace(password, 'wrong'), 'Disk', 'full')).toBe(false);
  });
});
