import { hugeAnswer, type WireAnswer } from './mutate-answer.ts';

/** What a service may answer that is none of its answers, each made of a right one. */
export const badAnswers: readonly (readonly [what: string, change: (right: WireAnswer) => WireAnswer])[] = [
  ['HTML', (right) => ({ ...right, text: '<html><h1>Log in to the Wi-Fi</h1></html>' })],
  ['half a JSON', (right) => ({ ...right, text: right.text.slice(0, right.text.length / 2) })],
  ['half of a body', (right) => ({ ...right, breaksAt: right.text.length / 2 })],
  ['wrong types', (right) => ({ ...right, text: '{"items":{"0":7},"paging":"all","id":7}' })],
  [
    'customers of wrong types',
    (right) => ({ ...right, text: right.text.replaceAll(/"(customerUid|id)":"/g, '"$1":7,"was":"') }),
  ],
  ['10 MB', hugeAnswer],
];
