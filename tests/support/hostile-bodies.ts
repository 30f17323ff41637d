/** Bodies that might end something, begin something or never end; each in a word that begins and one that ends it. */
export const HOSTILE_BODIES: Readonly<Record<string, string>> = {
  'line ends': 'begin\r\nQUIT\r\n.\r\nPRIVMSG bob :forged\nRSET\rend',
  'empty lines': 'begin\r\n\r\n\r\nGNTP/1.0 REGISTER NONE\r\n\r\nend',
  zeros: 'begin\0middle\0\0end',
  'control characters': 'begin\u0001ACTION\u0001\u0007\u001B[31m\u007F\u0085\u2028end',
  'signs of direction': 'begin\u202Eelddim\u2066\u200Fend',
  'halves of pairs': 'begin\uD83D middle\uDE00end',
  'a million letters': `begin${'x'.repeat(2 ** 20)}end`,
};

/** As UTF-8 has it: halves of pairs have none. */
export const HOSTILE_CASES = Object.entries(HOSTILE_BODIES).map(([name, body]) => ({
  name,
  body,
  arrives: body.toWellFormed(),
}));
