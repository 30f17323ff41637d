import { createApp } from './app.ts';
import { processSettings } from './environment.ts';
import { closeOnSignal, listen } from './lifecycle.ts';
import { createLog } from './log.ts';
import { boundYoungGeneration } from './young-generation.ts';

/** Runs the server of this process until a signal ends it. */
export async function start(): Promise<void> {
  boundYoungGeneration();
  const warnings: string[] = [];
  const settings = processSettings((line) => warnings.push(line));
  const log = createLog(settings.logLevel);
  for (const warning of warnings) log.write('WARNING', warning);
  try {
    const app = await createApp(settings, log);
    const { address, port } = await listen(app.server, settings.port, settings.addresses);
    closeOnSignal(app, log, (code) => process.exit(code));
    log.write('INFO', 'listening', { address, port });
  } catch (error) {
    log.write('CRITICAL', 'the server cannot start', {
      reason: error instanceof Error ? error.message : String(error),
    });
    process.exitCode = 1;
  }
}
