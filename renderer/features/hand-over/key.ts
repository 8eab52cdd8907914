/** The key that hands the open customer over, wherever it is shown. */
export const handOverKey = 'F10';
