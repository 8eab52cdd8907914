import { describe, expect, it } from 'vitest';
import { createBase } from './base.ts';

describe('an organisation number as Norway prints it', () => {
  const till = createBase([
    { customerUid: 'bare', customerType: 'COMPANY', companyName: 'Fjord AS', vatNumber: '974760673' },
    {
      customerUid: 'printed',
      customerType: 'COMPANY',
      companyName: 'Vik AS',
      vatNumber: 'NO 974 760 673 MVA',
    },
  ]);

  it.each([
    '974760673',
    '974 760 673',
    'NO974760673',
    'NO974760673MVA',
    'no 974 760 673 mva',
    '974760673 MVA',
  ])('finds the company by %j, however the service keeps it', (query) => {
    expect(till.find(query).sort()).toEqual(['bare', 'printed']);
  });
});
