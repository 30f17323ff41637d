/** Where Microsoft gives mail addresses to anyone, by the endings of the names of their domains. */
const ENDINGS: Readonly<Record<string, string>> = {
  outlook:
    'com at be ca cl co.nz co.uk com.ar com.au com.br com.mx cz de dk es fi fr hu ie in it jp kr lv my nl ph pt rs sa sg sk',
  hotmail: 'com at be ca cl co.uk com.ar com.au com.br com.mx cz de dk es fi fr gr hu ie it nl no pt rs se',
  live: 'at be ca cl co.nz co.uk com com.ar com.au com.mx de dk es fi fr gr hu ie in it jp mx my nl no ph pt rs se sg',
  msn: 'com',
};

const DOMAINS = new Set(
  Object.entries(ENDINGS).flatMap(([name, endings]) => endings.split(' ').map((ending) => `${name}.${ending}`)),
);

/** Whether accounts of a domain belong to persons and not to organisations. */
export const isPersonal = (domain: string): boolean => DOMAINS.has(domain.toLowerCase());
