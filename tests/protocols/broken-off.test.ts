import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProtocols } from '../../src/transport/protocols.ts';
import { Mosquitto } from '../servers/mosquitto.ts';
import { needs } from '../servers/needs.ts';
import { until } from '../servers/process.ts';
import { MessageCentre } from '../servers/smsc.ts';
import { failureOf } from '../support/failures.ts';
import { PROTOCOL_REQUESTS } from '../support/protocol-requests.ts';
import { Relay } from '../support/relay.ts';

describe('conversations that break off (mosquitto, libnet-smpp-perl)', needs(Mosquitto, MessageCentre), () => {
  let broker: Mosquitto;
  let centre: MessageCentre;
  beforeAll(async () => {
    [broker, centre] = await Promise.all([Mosquitto.start(), MessageCentre.start()]);
  });
  afterAll(async () => {
    await broker.process.stop();
    await centre.process.stop();
  });

  test.each([
    { name: 'mqtt', needed: 3 },
    { name: 'smpp', needed: 2 },
  ])('$name, at each word of the server that is needed', async ({ name, needed }) => {
    const relay = new Relay(name === 'mqtt' ? broker.ports.open : centre.port);
    const address = {
      host: '127.0.0.1',
      port: await relay.start(),
      secure: false,
      verify: true,
      connectTimeoutSeconds: 5,
      readTimeoutSeconds: 5,
    };
    const send = () => openProtocols().send(PROTOCOL_REQUESTS[name]!(address), Date.now() + 1000);
    expect(await send()).toMatchObject({ ok: true });
    const stops = Array.from({ length: needed }, (_, index) => [
      { word: index + 1, stop: () => relay.cut(), code: 'unreachable' },
      // The word itself still gets through.
      { word: index, stop: () => relay.hold(), code: 'timed-out' },
    ]).flat();
    for (const { word, stop, code } of stops.filter((one) => one.word > 0)) {
      let words = 0;
      relay.onWords = () => {
        if (++words === word) stop();
      };
      expect(await failureOf(send())).toMatchObject({ code });
      await until(() => relay.open === 0 || undefined, 'the end of the connection');
    }
    await relay.stop();
  });
});
