// The model's life in the engine: opened once, warm, and again when the person asks after it had failed.
import { AppError, toFailure, type Failure } from '../errors.ts';
import type { EngineState } from '../ipc.ts';
import type { Captioner } from '../model/captioner.ts';

/** A captioner with the backend that it runs on. */
export interface OpenModel {
  readonly captioner: Captioner;
  readonly backend: string;
}

export interface ModelState {
  /** The open model; undefined while it is being opened or when it would not open. */
  readonly current: OpenModel | undefined;
  /** Starts opening unless it is open or being opened. */
  open(): void;
  /** Opens another in place of one that stopped. */
  readonly replace: (stopped: Captioner) => void;
  /** Waits until it is open; rejects when it would not open. */
  opened(): Promise<OpenModel>;
  /** Lets go of the model; one that is still being opened goes when it is open. */
  close(): void;
}

export function createModelState(
  openModel: () => Promise<OpenModel>,
  onState: (state: EngineState) => void,
): ModelState {
  let current: OpenModel | undefined;
  let failure: Failure | undefined;
  let opening: Promise<OpenModel> | undefined;
  let isClosed = false;

  async function openIt(): Promise<OpenModel> {
    onState({ kind: 'starting' });
    try {
      const model = await openModel();
      if (isClosed) {
        model.captioner.dispose();
        throw new AppError('engine/stopped', 'The engine was closed while the model was being opened.');
      }
      current = model;
      onState({ kind: 'ready', model: model.captioner.model, backend: model.backend });
      return model;
    } catch (error) {
      failure = toFailure(error);
      if (!isClosed) onState({ kind: 'failed', error: failure });
      throw error;
    }
  }

  function open(): void {
    if (opening !== undefined && failure === undefined) return;
    failure = undefined;
    opening = openIt();
    // Told by onState; `opened` hears it too.
    opening.catch(() => undefined);
  }

  return {
    get current() {
      return current;
    },
    open,
    replace(stopped) {
      if (current?.captioner !== stopped || isClosed) return;
      current = undefined;
      opening = openIt();
      opening.catch(() => undefined);
    },
    async opened() {
      if (opening === undefined) open();
      if (opening === undefined) throw new Error('Bug: the model is not being opened');
      return opening;
    },
    close() {
      isClosed = true;
      current?.captioner.dispose();
      current = undefined;
    },
  };
}
