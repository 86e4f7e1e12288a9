// One message of main to the engine, answered: arguments parsed, failures turned into their form, and never a throw.
import { AppError, toFailure } from '../errors.ts';
import type { EngineRequestName, EngineRequests, FromEngine, Handlers } from '../ipc.ts';
import { isEngineRequestName, parseArguments, toEngineSchema } from '../ipcSchemas.ts';

export type Answer =
  | { readonly kind: 'reply'; readonly message: FromEngine }
  | { readonly kind: 'shutdown' }
  /** Not a message of the contract: nobody can be answered. */
  | { readonly kind: 'unknown' };

/** Answers a request; whatever goes wrong becomes a failure in the reply, and bugs are logged as well. */
export async function answer(
  handlers: Handlers<EngineRequests>,
  message: unknown,
  log: (error: unknown) => void,
): Promise<Answer> {
  const parsed = toEngineSchema.safeParse(message);
  if (!parsed.success) return { kind: 'unknown' };
  if (parsed.data.kind === 'shutdown') return { kind: 'shutdown' };
  const { id, name, args } = parsed.data;
  try {
    if (!isEngineRequestName(name))
      throw new AppError('usage', `The engine does not know the request ${name}.`);
    return {
      kind: 'reply',
      message: { kind: 'reply', id, ok: true, value: await handle(handlers, name, args) },
    };
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'bug') log(error);
    return { kind: 'reply', message: { kind: 'reply', id, ok: false, error: failure } };
  }
}

function handle(
  handlers: Handlers<EngineRequests>,
  name: EngineRequestName,
  args: readonly unknown[],
): unknown {
  // The compiler cannot see that a name's handler takes the arguments of the same name's schema.
  const handler = handlers[name] as (...args: readonly unknown[]) => unknown;
  return handler(...parseArguments(name, args));
}
