import { faker as danishFaker } from '@faker-js/faker/locale/da';
import { faker as germanFaker } from '@faker-js/faker/locale/de';
import { faker as finnishFaker } from '@faker-js/faker/locale/fi';
import { faker as norwegianFaker } from '@faker-js/faker/locale/nb_NO';
import { faker as swedishFaker } from '@faker-js/faker/locale/sv';

import {
  danishVatNumber,
  finnishVatNumber,
  germanVatNumber,
  norwegianOrganisationNumber,
  swedishVatNumber,
} from './checked-numbers.ts';
import {
  danishPlaces,
  finnishPlaces,
  germanPlaces,
  norwegianPlaces,
  swedishPlaces,
  type Place,
} from './places.ts';
import { seedFromText, type Random } from './random.ts';

/** What the generator needs to know of a country to make its people and companies. */
export interface CountrySeed {
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  /** Share of the customers, in percent. */
  percent: number;
  /** Common names first. */
  firstNames: readonly string[];
  lastNames: readonly string[];
  streets: readonly string[];
  places: readonly Place[];
  trades: readonly string[];
  legalForms: readonly string[];
  departmentWord: string;
  /** A mobile number in E.164 from a range the country gives to mobiles. */
  mobile(random: Random): string;
  /** A VAT or organisation number with a right check digit. */
  vatNumber(random: Random): string;
  /** The Peppol participant id that e-invoices go to, made from the VAT number. */
  invoiceAddress(vatNumber: string): string;
}

type LocaleFaker = typeof norwegianFaker;

const words = (line: string): string[] => line.split(' ');

const join = (heads: readonly string[], tails: readonly string[], glue: string): string[] =>
  heads.flatMap((head) => tails.map((tail) => head + glue + tail));

// Drawing from faker's word lists directly is some hundred times faster than calling its methods.
const firstNamesOf = ({ rawDefinitions: { person } }: LocaleFaker): string[] => [
  ...(person?.first_name?.female ?? []),
  ...(person?.first_name?.male ?? []),
];

const lastNamesOf = ({ rawDefinitions: { person } }: LocaleFaker): readonly string[] =>
  person?.last_name?.generic ?? [];

/** The common names first, then the others, each once and out of their alphabetical order. */
const ranked = (common: string, others: readonly string[]): string[] => [
  ...new Set([...words(common), ...others.toSorted((a, b) => seedFromText(a) - seedFromText(b))]),
];

const norwegianFarmNames = join(
  words(
    'Nord Sør Øst Vest Sol Bjørk Lang Stor Høy Ny Grøn Stein Sand Fjell Elv Skog Lind Hassel Øy Myr Kjær Tveit Brek Eik Furu Gran Hol Kvam Røys Ulv Åk Ær',
  ),
  words('vik heim haug land stad dal nes berg lund mo seth rud voll eng hagen bakken løkken set gård ås'),
  '',
);

const swedishNatureNames = join(
  words(
    'Alm Asp Berg Björk Blom Dal Ek Fors Gran Hag Hed Hell Kron Lind Löv Malm Nord Ny Rosen Sand Sjö Sten Sund Söder Väst Åker Öst',
  ),
  words('blad blom fors gren holm kvist lind lund man mark qvist ström wall stedt'),
  '',
);

const finnishNatureNames = join(
  words(
    'Aho Harju Hieta Järvi Kallio Kangas Kivi Koski Lahti Laakso Lampi Lehti Oja Pelto Ranta Saari Suo Uusi Vaara Ylä',
  ),
  words('nen la niemi mäki maa salo vuori'),
  '',
);

const danishDoubleNames = join(
  words(
    'Møller Holm Lund Kjær Skov Bach Dam Friis Krogh Toft Vang Østergaard Nørgaard Søndergaard Overgaard Bruun Winther',
  ),
  words('Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen'),
  ' ',
);

const norwegianDoubleFirstNames = [
  ...join(words('Anne Inger Ann Eva Liv'), words('Marie Lise Kristin Karin Helene'), ' '),
  ...join(words('Per Jan Odd Ole Leif'), words('Erik Arne Magnus Kristian Inge'), ' '),
  ...join(words('Ole Karl Lars'), words('Jakob Johan Petter'), '-'),
  ...join(words('Anne Eva Ida'), words('Sofie Marie'), '-'),
];

const norway: CountrySeed = {
  countryCode: 'NO',
  percent: 82,
  firstNames: ranked(
    'Anne Jan Inger Per Kari Bjørn Marit Ole Ingrid Lars Liv Kjell Nora Knut Emma Svein Åse Thomas Ida Arne Bjørg Geir Hanne Øyvind Silje Håkon Sølvi Torbjørn Åshild Jørgen Ragnhild Pål Turid Bård Gøril',
    [...firstNamesOf(norwegianFaker), ...norwegianDoubleFirstNames],
  ),
  lastNames: ranked(
    'Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund',
    [...lastNamesOf(norwegianFaker), ...norwegianFarmNames],
  ),
  streets: [
    ...words(
      'Storgata Kirkegata Strandgata Skolegata Parkveien Sjøgata Torggata Industriveien Stasjonsveien',
    ),
    ...join(
      words('Bjørke Furu Gran Fjell Elve Sjø Skog Lønne Åse Myr Haug Sol Rogne Tyttebær Kirke Eike'),
      words('veien gata svingen bakken lia tunet stien'),
      '',
    ),
  ],
  places: norwegianPlaces,
  trades: words(
    'Bygg Rør Elektro Maskin Transport Regnskap Frisør Blomster Bakeri Eiendom Marine Fisk Entreprenør Tømrer Maler Bilverksted Renhold Sport Optikk Arkitekter',
  ),
  legalForms: ['AS', 'AS', 'AS', 'ASA', 'DA'],
  departmentWord: 'avd.',
  mobile: (random) =>
    `+47${random.pick(['40', '41', '46', '47', '48', '90', '91', '92', '93', '94', '95', '97', '98', '99'])}${random.digits(6)}`,
  vatNumber: norwegianOrganisationNumber,
  invoiceAddress: (vatNumber) => `0192:${vatNumber}`,
};

const sweden: CountrySeed = {
  countryCode: 'SE',
  percent: 8,
  firstNames: ranked('Anna Lars Maria Mikael Eva Anders Karin Johan', firstNamesOf(swedishFaker)),
  lastNames: ranked('Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson', [
    ...lastNamesOf(swedishFaker),
    ...swedishNatureNames,
  ]),
  streets: [
    ...words('Storgatan Kungsgatan Drottninggatan Skolgatan Järnvägsgatan Strandvägen Kyrkogatan'),
    ...join(
      words('Björk Ek Tall Gran Sjö Berg Ängs Lind Park Kvarn'),
      words('vägen gatan stigen gränd backen'),
      '',
    ),
  ],
  places: swedishPlaces,
  trades: words('Bygg El Rör Måleri Åkeri Redovisning Bageri Blommor Fastigheter Konsult Snickeri Städ'),
  legalForms: ['AB', 'AB', 'HB'],
  departmentWord: 'avd.',
  mobile: (random) => `+467${random.pick(['0', '2', '3', '6', '9'])}${random.digits(7)}`,
  vatNumber: swedishVatNumber,
  invoiceAddress: (vatNumber) => `0007:${vatNumber.slice(2, 12)}`,
};

const denmark: CountrySeed = {
  countryCode: 'DK',
  percent: 4,
  firstNames: ranked('Anne Peter Mette Michael Kirsten Lars Hanne Søren', firstNamesOf(danishFaker)),
  lastNames: ranked('Nielsen Jensen Hansen Andersen Pedersen Christensen Larsen Sørensen', [
    ...lastNamesOf(danishFaker),
    ...danishDoubleNames,
  ]),
  streets: [
    ...words('Hovedgaden Algade Nørregade Vestergade Østergade Søndergade Strandvejen Kirkevej'),
    ...join(words('Birke Ege Skov Mølle Bakke Lærke Sø Park'), words('vej gade allé vænget'), ''),
  ],
  places: danishPlaces,
  trades: words('Byg El VVS Maler Transport Revision Bageri Blomster Ejendomme Tømrer Rengøring'),
  legalForms: ['ApS', 'A/S'],
  departmentWord: 'afd.',
  mobile: (random) =>
    `+45${random.pick(['20', '22', '26', '28', '30', '31', '40', '42', '51', '53', '60', '61'])}${random.between(1, 9)}${random.digits(5)}`,
  vatNumber: danishVatNumber,
  invoiceAddress: (vatNumber) => `0184:${vatNumber.slice(2)}`,
};

const finland: CountrySeed = {
  countryCode: 'FI',
  percent: 2.5,
  firstNames: ranked('Maria Juhani Helena Matti Anneli Timo Päivi Jukka', firstNamesOf(finnishFaker)),
  lastNames: ranked('Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen', [
    ...lastNamesOf(finnishFaker),
    ...finnishNatureNames,
  ]),
  streets: join(
    words('Koivu Mänty Kuusi Järvi Ranta Kirkko Koulu Mäki Puisto Kallio'),
    words('katu tie kuja polku kaari'),
    '',
  ),
  places: finnishPlaces,
  trades: words('Rakennus Sähkö Putki Kuljetus Tilitoimisto Leipomo Kukka Kiinteistöt Siivous'),
  legalForms: ['Oy', 'Oy', 'Ky'],
  departmentWord: 'os.',
  mobile: (random) => `+358${random.pick(['40', '44', '45', '46', '50'])}${random.digits(7)}`,
  vatNumber: finnishVatNumber,
  invoiceAddress: (vatNumber) => `0216:0037${vatNumber.slice(2)}`,
};

const germany: CountrySeed = {
  countryCode: 'DE',
  percent: 3.5,
  firstNames: ranked('Maria Peter Ursula Michael Sabine Thomas Jürgen Renate', firstNamesOf(germanFaker)),
  lastNames: ranked('Müller Schmidt Schneider Fischer Weber Meyer Wagner Schäfer', lastNamesOf(germanFaker)),
  streets: [
    ...words('Hauptstraße Bahnhofstraße Schulstraße Gartenstraße Dorfstraße Kirchstraße'),
    ...join(
      words('Linden Birken Eichen Buchen Rosen Mühlen Wiesen Schloß'),
      words('straße weg allee platz'),
      '',
    ),
  ],
  places: germanPlaces,
  trades: words('Bau Elektro Sanitär Maler Spedition Bäckerei Blumen Immobilien Tischlerei Gebäudereinigung'),
  legalForms: ['GmbH', 'GmbH', 'KG', 'GmbH & Co. KG'],
  departmentWord: 'Abt.',
  mobile: (random) =>
    random.chance(0.5)
      ? `+4915${random.pick(['1', '2', '7', '9'])}${random.digits(8)}`
      : `+4917${random.digits(8)}`,
  vatNumber: germanVatNumber,
  invoiceAddress: (vatNumber) => `9930:${vatNumber}`,
};

/** The countries with their shares, ready for `Random.pickWeighted`. */
export const countryShares: readonly (readonly [CountrySeed, number])[] = [
  norway,
  sweden,
  denmark,
  finland,
  germany,
].map((country) => [country, country.percent] as const);
