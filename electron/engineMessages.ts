// Checks what comes out of the engine process, which reads files from anywhere: only whole messages of the contract
// go further, and only events that are the engine's to send.
import { z } from 'zod';
import type { EventName, FromEngine } from '../src/ipc.ts';
import type { ErrorCode, Failure } from '../src/errors.ts';
import { events, isEvent } from './channels.ts';

const failureSchema = z.object({ code: z.string(), message: z.string() });

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('event'), name: z.string(), args: z.array(z.unknown()) }),
  z.object({
    kind: z.literal('reply'),
    id: z.number().int(),
    ok: z.boolean(),
    value: z.unknown().optional(),
    error: failureSchema.optional(),
  }),
]);

const isEngineEvent = (name: string): name is EventName => isEvent(name) && events[name] === 'engine';

const toKnownFailure = (failure: z.infer<typeof failureSchema> | undefined): Failure =>
  failure === undefined
    ? { code: 'bug', message: 'The engine answered with neither a value nor an error.' }
    : { code: failure.code as ErrorCode, message: failure.message };

/** The message, or undefined when it is none. */
export function parseFromEngine(raw: unknown): FromEngine | undefined {
  const { success, data: message } = messageSchema.safeParse(raw);
  if (!success) return undefined;
  if (message.kind === 'ready') return message;
  if (message.kind === 'event') {
    return isEngineEvent(message.name) ? { ...message, name: message.name } : undefined;
  }
  return message.ok
    ? { kind: 'reply', id: message.id, ok: true, value: message.value }
    : { kind: 'reply', id: message.id, ok: false, error: toKnownFailure(message.error) };
}
