/** A postal code and the place it belongs to, as printed on letters. */
export interface Place {
  postalCode: string;
  city: string;
}

const readPlaces = (lines: string): readonly Place[] =>
  lines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [city = '', codes = ''] = line.trim().split(': ');
      return codes.split(' ').map((postalCode) => ({ postalCode, city }));
    });

export const norwegianPlaces = readPlaces(`
  Ålesund: 6002 6009 6018 6025
  Oslo: 0150 0253 0450 0484 0575
  Bergen: 5003 5011 5053 5892
  Trondheim: 7010 7030 7052
  Stavanger: 4006 4016 4020
  Kristiansand S: 4608 4612 4633
  Fredrikstad: 1601 1606
  Drammen: 3015 3024 3041 3044
  Tromsø: 9008 9019
  Sandnes: 4306 4325
  Sarpsborg: 1701 1706
  Skien: 3714 3733
  Bodø: 8006
  Moss: 1501 1524
  Hamar: 2315 2317
  Haugesund: 5501
  Lillestrøm: 2000 2003
  Asker: 1383 1385
  Sandvika: 1338
  Lysaker: 1366
  Arendal: 4836
  Tønsberg: 3110
  Sandefjord: 3210
  Larvik: 3256
  Horten: 3187
  Halden: 1767
  Ski: 1400
  Kolbotn: 1410
  Ås: 1430
  Vestby: 1540
  Drøbak: 1440
  Nittedal: 1482
  Jessheim: 2050
  Kongsvinger: 2212
  Elverum: 2406
  Tynset: 2500
  Lillehammer: 2609 2615
  Gjøvik: 2815 2821
  Fagernes: 2900
  Otta: 2670
  Lom: 2686
  Hønefoss: 3511
  Kongsberg: 3611
  Gol: 3550
  Ål: 3570
  Geilo: 3580
  Kragerø: 3770
  Porsgrunn: 3916 3946
  Egersund: 4370
  Flekkefjord: 4400
  Mandal: 4514
  Farsund: 4550
  Lillesand: 4790
  Grimstad: 4879
  Laksevåg: 5160
  Nesttun: 5221
  Straume: 5353
  Stord: 5402
  Voss: 5700
  Ørsta: 6150
  Molde: 6413
  Kristiansund N: 6507
  Sunndalsøra: 6600
  Måløy: 6700
  Stryn: 6783
  Førde: 6800
  Sogndal: 6856
  Florø: 6900
  Røros: 7374
  Stjørdal: 7500
  Levanger: 7600
  Steinkjer: 7715
  Namsos: 7800
  Rørvik: 7900
  Leknes: 8370
  Narvik: 8514
  Mo i Rana: 8601 8622
  Mosjøen: 8656
  Brønnøysund: 8900
  Finnsnes: 9300
  Harstad: 9405 9480
  Alta: 9510
  Hammerfest: 9600
  Vadsø: 9800
  Kirkenes: 9900
`);

export const swedishPlaces = readPlaces(`
  Stockholm: 11120 11421 11638
  Göteborg: 41103 41301
  Malmö: 21118 21422
  Uppsala: 75310
  Västerås: 72211
  Örebro: 70210
  Linköping: 58222
  Helsingborg: 25220
  Norrköping: 60221
  Jönköping: 55316
  Umeå: 90326
  Lund: 22222
  Borås: 50330
  Gävle: 80320
  Eskilstuna: 63220
  Karlstad: 65224
  Växjö: 35230
  Halmstad: 30242
  Sundsvall: 85230
  Luleå: 97231
  Östersund: 83134
  Trollhättan: 46132
  Kalmar: 39231
  Falun: 79171
  Skövde: 54130
  Karlskrona: 37132
  Kristianstad: 29131
  Skellefteå: 93130
  Solna: 17067
  Visby: 62156
  Strömstad: 45230
  Åmål: 66230
  Kiruna: 98131
`);

export const danishPlaces = readPlaces(`
  København K: 1050
  København V: 1620
  København Ø: 2100
  København N: 2200
  København S: 2300
  Frederiksberg: 2000
  Kongens Lyngby: 2800
  Hellerup: 2900
  Helsingør: 3000
  Hillerød: 3400
  Rønne: 3700
  Roskilde: 4000
  Ringsted: 4100
  Slagelse: 4200
  Næstved: 4700
  Odense C: 5000
  Svendborg: 5700
  Kolding: 6000
  Aabenraa: 6200
  Sønderborg: 6400
  Esbjerg: 6700
  Vejle: 7100
  Herning: 7400
  Holstebro: 7500
  Aarhus C: 8000
  Silkeborg: 8600
  Horsens: 8700
  Viborg: 8800
  Randers C: 8900
  Aalborg: 9000
  Nørresundby: 9400
  Hjørring: 9800
  Skagen: 9990
`);

export const finnishPlaces = readPlaces(`
  Helsinki: 00100 00530
  Espoo: 02100 02600
  Vantaa: 01300
  Tampere: 33100 33200
  Turku: 20100
  Oulu: 90100
  Jyväskylä: 40100
  Lahti: 15110
  Kuopio: 70100
  Joensuu: 80100
  Lappeenranta: 53100
  Vaasa: 65100
  Seinäjoki: 60100
  Pori: 28100
  Kotka: 48100
  Hämeenlinna: 13100
  Hyvinkää: 05800
  Järvenpää: 04400
  Porvoo: 06100
  Mikkeli: 50100
  Kajaani: 87100
  Rovaniemi: 96200
  Kokkola: 67100
`);

export const germanPlaces = readPlaces(`
  Berlin: 10115 10437
  Hamburg: 20095 22303
  München: 80331 81667
  Köln: 50667
  Frankfurt am Main: 60311
  Stuttgart: 70173
  Düsseldorf: 40213
  Leipzig: 04109
  Dortmund: 44135
  Bremen: 28195
  Dresden: 01067
  Hannover: 30159
  Nürnberg: 90402
  Kiel: 24103
  Lübeck: 23552
  Flensburg: 24937
  Rostock: 18055
  Münster: 48143
  Freiburg im Breisgau: 79098
  Würzburg: 97070
  Göttingen: 37073
  Husum: 25813
`);
