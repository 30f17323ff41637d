import type { DeliverContext } from '../../service/define.ts';
import type { Attachment, Message } from '../../service/message.ts';
import { quote } from '../../text/url.ts';
import { Client, type Account } from './client.ts';
import { encryptFile } from './encryption/attachments.ts';
import { Encryption } from './encryption/index.ts';
import type { Room } from './encryption/sharing.ts';
import { encryptedFileContent, fileContent, isImage, textContent, type Content } from './message.ts';
import { Rooms } from './rooms.ts';

/** What a message to rooms takes from the settings. */
interface Settings extends Account {
  readonly targets: readonly string[];
  readonly rooms: readonly string[];
  readonly users: readonly string[];
  readonly hsreq: boolean;
  readonly e2ee: boolean;
  readonly msgtype: 'text' | 'notice';
  readonly include_image: boolean;
}

/** Puts files on the server, and says how events show them; undefined after a failure. */
async function upload(client: Client, files: readonly Attachment[], version: '2' | '3') {
  const contents: Content[] = [];
  for (const file of files.filter((each) => version === '3' || isImage(each))) {
    const options = { query: { filename: file.name }, content: file, headers: { 'Content-Type': file.type } };
    const url = await client.upload(options);
    if (url === undefined) return undefined;
    contents.push(fileContent(file, url, version));
  }
  return contents;
}

/** Writes a message, and the files behind it, to a room where both are encrypted. */
async function postEncrypted(
  client: Client,
  encryption: Encryption,
  room: Room,
  text: Content,
  files: readonly Attachment[],
) {
  const { context } = client;
  const post = async (content: Content): Promise<boolean> => {
    const json = await encryption.encrypt(room, content);
    if (!json) return false;
    const path = `/rooms/${quote(room.id)}/send/m.room.encrypted/${client.nextEvent()}`;
    return (await client.call('PUT', path, { json })).ok;
  };
  if (!(await post(text))) return;
  for (const file of files) {
    const { content, describe } = encryptFile(await context.bytes(file), (bytes) => context.random(bytes));
    // The server is told neither the name nor the type.
    const url = await client.upload({ content, headers: { 'Content-Type': 'application/octet-stream' } });
    if (url) await post(encryptedFileContent(file, describe(url)));
    else if (url === '') context.fail('The server does not say where it has put a file');
  }
}

/** Writes a message to every room it is for, as a user of a homeserver. */
export async function deliverToRooms(settings: Settings, message: Message, context: DeliverContext): Promise<void> {
  const { version, msgtype, secure, e2ee } = settings;
  const client = new Client(settings, context);
  if (!(await client.open())) return;
  const encrypts = secure && e2ee;
  const rooms = new Rooms(client, { requiresServer: settings.hsreq, encrypts });

  const names = settings.targets.length > 0 ? settings.rooms : await rooms.joined();
  const targets: Room[] = names.map((id) => ({ id, invited: [] }));
  for (const user of settings.users) {
    const room = await rooms.converse(user);
    if (room) targets.push(room);
  }
  const encryption = encrypts ? await Encryption.open(client) : undefined;
  let files: readonly Content[] | undefined;
  for (const { id: name, invited } of targets) {
    const id = await rooms.join(name);
    if (!id) continue;
    const isEncrypted = encryption !== undefined && (await rooms.isEncrypted(id));
    if (isEncrypted === undefined) continue;
    if (isEncrypted) {
      const text = textContent(message, msgtype, isEncrypted);
      await postEncrypted(client, encryption, { id, invited }, text, message.attachments);
      continue;
    }
    files ??= await upload(client, message.attachments, version);
    if (!files) return;
    const post = async (json: Content) =>
      client.call('PUT', `/rooms/${quote(id)}/send/m.room.message/${client.nextEvent()}`, { json });
    const url = settings.include_image && version === '2' ? context.image(message.type) : undefined;
    const image = { msgtype: 'm.image', url, body: message.title || message.type };
    if (url && !(await post(image)).ok) continue;
    for (const file of files) await post({ ...file, room_id: id });
    await post(textContent(message, msgtype));
  }
}
