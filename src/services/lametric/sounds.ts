/** A sound of a device. */
export interface Sound {
  readonly category: 'alarms' | 'notifications';
  /** The first is the one it is played by. */
  readonly names: readonly string[];
}

/** The sounds of a device, each with its other names: https://lametric-documentation.readthedocs.io */
const SOUNDS: readonly Sound[] = [
  ...Array.from({ length: 13 }, (_, index): Sound => {
    const number = String(index + 1);
    return { category: 'alarms', names: [`alarm${number}`, `a${number}`, `a${number.padStart(2, '0')}`] };
  }),
  ...[
    'bicycle bike',
    'car',
    'cash',
    'cat',
    'dog dog1 dog01',
    'dog2 dog02',
    'energy',
    'knock-knock knock',
    'letter_email letter email',
    'lose1 lose01 lose',
    'lose2 lose02',
    'negative1 negative01 neg01 neg1 -',
    'negative2 negative02 neg02 neg2 --',
    'negative3 negative03 neg03 neg3 ---',
    'negative4 negative04 neg04 neg4 ----',
    'negative5 negative05 neg05 neg5 -----',
    'notification notification1 notification01 not01 not1',
    'notification2 notification02 not02 not2',
    'notification3 notification03 not03 not3',
    'notification4 notification04 not04 not4',
    'open_door open door',
    'positive1 positive01 pos01 p1 +',
    'positive2 positive02 pos02 p2 ++',
    'positive3 positive03 pos03 p3 +++',
    'positive4 positive04 pos04 p4 ++++',
    'positive5 positive05 pos05 p5 +++++',
    'positive6 positive06 pos06 p6 ++++++',
    'statistic stat',
    'thunder',
    'water1 water01',
    'water2 water02',
    'win win01 win1',
    'win2 win02',
    'wind',
    'wind_short',
  ].map((names): Sound => ({ category: 'notifications', names: names.split(' ') })),
];

/** The sound of that name, or else the first one that has a name beginning so. */
export function findSound(text: string): Sound | undefined {
  const name = text.toLowerCase();
  return (
    SOUNDS.find(({ names }) => names.includes(name)) ??
    SOUNDS.find(({ names }) => names.some((known) => known.startsWith(name)))
  );
}
