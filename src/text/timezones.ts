/**
 * Names of the IANA database that `Intl` understands but does not list: links to other zones, and zones without a place.
 * https://data.iana.org/time-zones/tzdb/backward
 */
const UNLISTED = `
  Africa/Asmara Africa/Timbuktu America/Argentina/Buenos_Aires America/Argentina/Catamarca
  America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/Mendoza
  America/Atikokan America/Atka America/Ensenada America/Fort_Wayne America/Indiana/Indianapolis
  America/Kentucky/Louisville America/Knox_IN America/Montreal America/Nipigon America/Nuuk America/Pangnirtung
  America/Porto_Acre America/Rainy_River America/Rosario America/Santa_Isabel America/Shiprock America/Thunder_Bay
  America/Virgin America/Yellowknife Antarctica/South_Pole Asia/Ashkhabad Asia/Choibalsan Asia/Chongqing
  Asia/Chungking Asia/Dacca Asia/Harbin Asia/Ho_Chi_Minh Asia/Istanbul Asia/Kashgar Asia/Kathmandu Asia/Kolkata
  Asia/Macao Asia/Tel_Aviv Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator Asia/Yangon Atlantic/Faroe
  Atlantic/Jan_Mayen Australia/ACT Australia/Canberra Australia/Currie Australia/LHI Australia/NSW Australia/North
  Australia/Queensland Australia/South Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna
  Brazil/Acre Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic Canada/Central Canada/Eastern
  Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental
  Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal
  Etc/Zulu Europe/Belfast Europe/Kyiv Europe/Nicosia Europe/Tiraspol Europe/Uzhgorod Europe/Zaporozhye GB GB-Eire
  GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT
  Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Chuuk Pacific/Johnston
  Pacific/Kanton Pacific/Pohnpei Pacific/Samoa Pacific/Yap Poland Portugal ROC ROK Singapore Turkey UCT US/Alaska
  US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan US/Mountain
  US/Pacific US/Samoa UTC Universal W-SU WET Zulu
`;

/** Fixed offsets, west of Greenwich with a plus. */
const OFFSETS = Array.from({ length: 27 }, (_, index) => `Etc/GMT${index < 14 ? index - 14 : `+${index - 14}`}`);

const UTC_NAMES = new Set(['utc', 'z', 'gmt', 'gmt0', 'utc0', 'etc/utc', 'etc/gmt']);

/** All zones by their name in lower case, and by what follows the region in it (`toronto`, `indiana/knox`). */
function indexZones(): ReadonlyMap<string, string> {
  const names = [...Intl.supportedValuesOf('timeZone'), ...UNLISTED.trim().split(/\s+/), ...OFFSETS];
  const zones = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const name of names.toSorted()) {
    const place = name.toLowerCase().split('/').slice(1).join('/');
    if (place !== '' && !zones.has(place)) zones.set(place, name);
  }
  return zones;
}

let zones: ReadonlyMap<string, string> | undefined;

/** The time zone a name stands for, as IANA writes it: the name in any case, or only its place; all of UTC's are `UTC`. */
export function findTimeZone(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  if (UTC_NAMES.has(name)) return 'UTC';
  zones ??= indexZones();
  return zones.get(name);
}
