import { tell } from '../../host/log.ts';
import { numberOption, type Command } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

const defaultTimeoutS = 300;

/** `sync`: push and pull against the connected service, once or until nothing is left to do. */
export const sync: Command = {
  usage: '[--until-idle] [--timeout S]',
  summary: `Push and pull once, or until nothing is left to do; at most S seconds (${defaultTimeoutS}).`,
  options: { 'until-idle': { type: 'boolean' }, timeout: { type: 'string' } },
  async run(given, context) {
    const timeoutS = numberOption(given, 'timeout', { min: 1, max: 86_400 }) ?? defaultTimeoutS;
    return withCore(context, async (core) => {
      const report = await core.syncOnce({
        untilIdle: given.values['until-idle'] === true,
        timeoutMs: timeoutS * 1000,
      });
      if (!report.ok) return answerFailure(context, report);
      const { pulled, pushed, pending, parked, conflicts, stoppedBy } = report;
      context.answer({ pulled, pushed, pending, parked, conflicts });
      // Nothing is lost, but whoever asked for a sync has not got one.
      if (stoppedBy !== null) tell(stoppedBy.message);
      return stoppedBy === null ? 0 : 1;
    });
  },
};
