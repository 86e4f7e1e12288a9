// The reporter's life in the engine: opened when it is first needed, and again after it stopped or when asked.
import { AppError, toFailure } from '../../errors.ts';
import type { Reporter } from '../../drafting/reporter.ts';
import type { ReporterState } from '../../ipc.ts';

export interface ReporterLife {
  readonly state: ReporterState;
  /**
   * The open reporter; opens it where it is not, also after opening had failed.
   * @throws AppError what opening throws
   */
  opened(): Promise<Reporter>;
  /** One that stopped is opened anew when it is needed. */
  drop(stopped: Reporter): void;
  close(): void;
}

export function createReporterLife(
  open: () => Promise<Reporter>,
  onState: (state: ReporterState) => void,
): ReporterLife {
  let state: ReporterState = { kind: 'closed' };
  let opening: Promise<Reporter> | undefined;
  let current: Reporter | undefined;
  let isClosed = false;

  function become(next: ReporterState): void {
    state = next;
    if (!isClosed) onState(next);
  }

  async function openIt(): Promise<Reporter> {
    become({ kind: 'opening' });
    try {
      const reporter = await open();
      if (isClosed) {
        reporter.dispose();
        throw new AppError('engine/stopped', 'The engine was closed while the model was being opened.');
      }
      current = reporter;
      become({ kind: 'ready', model: reporter.model, tags: reporter.tags });
      return reporter;
    } catch (error) {
      opening = undefined;
      become({ kind: 'failed', error: toFailure(error) });
      throw error;
    }
  }

  return {
    get state() {
      return state;
    },
    opened: () => (opening ??= openIt()),
    drop(stopped) {
      if (current !== stopped) return;
      current = undefined;
      opening = undefined;
      become({ kind: 'closed' });
    },
    close() {
      isClosed = true;
      current?.dispose();
      current = undefined;
    },
  };
}
