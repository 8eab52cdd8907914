import { text } from 'node:stream/consumers';
import { answerCall } from '../../host/answer-call.ts';
import { UsageError, type Command } from '../command.ts';
import { withCore } from '../open-core.ts';

/** `call OPERATION [JSON]`: one operation of the contract. */
export const call: Command = {
  usage: 'OPERATION [JSON|-]',
  summary: 'One operation of the contract; its input as JSON, or - to read it from stdin.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const [operation, input = '{}', ...rest] = given.positionals;
    if (operation === undefined) throw new UsageError('OPERATION is missing.');
    if (rest.length > 0) throw new UsageError('JSON has to be one argument: quote it.');
    const json = input === '-' ? await text(process.stdin) : input;
    return withCore(context, async (core) => {
      const answer = await answerCall(core, operation, json);
      context.answer(answer);
      return answer.ok ? 0 : 1;
    });
  },
};
