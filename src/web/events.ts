import type { ProgressEvents } from '../service/progress.ts';

/** One server-sent event; its data is JSON. */
export interface ServerEvent {
  readonly name: keyof ProgressEvents;
  readonly data: unknown;
}

/** An event of its lines, undefined of a comment. */
function parseEvent(block: string): ServerEvent | undefined {
  let name = '';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  return name === '' ? undefined : { name: name as keyof ProgressEvents, data: JSON.parse(data) };
}

/** The events of a stream as they arrive. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let pending = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    pending += decoder.decode(value, { stream: true });
    const blocks = pending.split('\n\n');
    pending = blocks.pop()!;
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) yield event;
    }
  }
}
