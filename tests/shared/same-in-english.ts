/**
 * Texts that read the same as in English, and why. Everything else has words of
 * its own in every language.
 */
export const sameInEnglish = {
  everywhere: [
    // Names of products, companies and kinds of codes.
    'Tillbook',
    'Flow Retail',
    'Emporix',
    'Two Invoice',
    'Code 128',
    'EAN-13',
    'QR',
    'Aztec',
    'PDF417',
    // The customer type of the trade, and what the services themselves call the parts of a sign-in.
    'B2B',
    'Tenant',
    'Token',
    // Keys and methods as they are engraved or written.
    'Enter',
    'Tab',
    'GET',
    // The same word in all of these languages.
    'Person',
    'Port',
    // A number and its unit.
    '{{width}} × {{height}} mm',
  ],
  // Words the language has in common with English.
  nb: ['Administrator', 'Logo', 'Pause', 'Status', 'Type', 'sending'],
  sv: ['Normal', 'Operation', 'Status', 'Version', 'Version {{version}}'],
  da: [
    'Administrator',
    'E-mail',
    'Find',
    'Logo',
    'Normal',
    'Pause',
    'Printer',
    'Scanner',
    'Status',
    'Stop',
    'Type',
    'Version',
    'Version {{version}}',
    'e-mail',
  ],
  de: [
    'Code: {{symbology}}.',
    'Logo',
    'Name',
    'Normal',
    'Offline',
    'Online',
    'PIN',
    'Pause',
    'Scanner',
    'Scans',
    'Version',
    'Version {{version}}',
  ],
} as const satisfies Record<string, readonly string[]>;
