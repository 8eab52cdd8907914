import { fail, type Result } from '#shared/contract/errors';
import { createCore } from '../core/app.ts';
import type { Core, CoreOptions } from '../core/core.ts';
import type { HandOverHost } from '../core/hand-over/hand-over-host.ts';
import { findConfiguration } from '../core/provisioning/find-configuration.ts';
import { resolveHeadlessKey } from '../core/privacy/store-key.ts';
import { fileInPlaceOf } from '../host/data-dir.ts';
import { handOverHosts } from '../host/hand-over-hosts.ts';
import { openLog, tell } from '../host/log.ts';
import { cupsPrinters, hasCups } from '../host/system-printers.ts';
import type { CommandContext } from './command.ts';

/** Opens the core on the command's data folder with the headless key. */
export async function openCore(
  context: Pick<CommandContext, 'dataDir' | 'env' | 'configFile'>,
  host: Pick<CoreOptions, 'backgroundSync' | 'listenForStatus' | 'unattendedAs' | 'log'> &
    Pick<HandOverHost, 'listen'>,
): Promise<Result<{ core: Core }>> {
  const file = fileInPlaceOf(context.dataDir);
  if (file !== undefined) {
    return fail('store.unwritable', { message: `${file} is a file: the till needs a folder for its data.` });
  }
  const found = resolveHeadlessKey(context.dataDir, context.env);
  if (!found.ok) return found;
  if (found.notice !== undefined) tell(found.notice);
  const { listen, ...options } = host;
  const opened = await createCore({
    ...options,
    dataDir: context.dataDir,
    configuration: findConfiguration({ ...context, asked: context.configFile }),
    key: found.key,
    keyKeptBy: found.keptBy,
    log: options.log ?? openLog(context.dataDir),
    systemPrinters: hasCups() ? cupsPrinters : undefined,
    handOver: { ...(listen && { listen }), allowedHosts: handOverHosts(context.env) },
  });
  if (opened.ok) for (const { message } of opened.core.provisioning.problems) tell(message);
  return opened;
}

/** For commands nobody stands at: they do one thing and sync only when asked to. */
export function openCoreUnattended(context: CommandContext): Promise<Result<{ core: Core }>> {
  return openCore(context, { backgroundSync: false, unattendedAs: 'command line' });
}

/** Runs one thing on the core and closes it. A failure becomes the command's answer and exit code 1. */
export async function withCore(
  context: CommandContext,
  use: (core: Core) => Promise<number>,
): Promise<number> {
  const opened = await openCoreUnattended(context);
  if (!opened.ok) return answerFailure(context, opened);
  try {
    return await use(opened.core);
  } finally {
    await opened.core.close();
  }
}

/** Answers an expected failure: JSON for programs on stdout, words for people on stderr. */
export function answerFailure(context: CommandContext, failure: Extract<Result, { readonly ok: false }>): 1 {
  context.answer(failure);
  tell(failure.error.message);
  return 1;
}
