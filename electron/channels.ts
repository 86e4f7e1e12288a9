// The names that may cross between window and shell, as values. Records over the contract's names: a name that is
// added to src/ipc.ts and forgotten here does not compile.
import type { EngineRequestName, EventName, ShellRequestName } from '../src/ipc.ts';

/**
 * Engine requests, and whether one that was under way when the engine died may be sent to the next engine: only those
 * whose second run leaves what one run would have left.
 */
export const engineRequests: Readonly<Record<EngineRequestName, 'resend' | 'fail'>> = {
  'engine:info': 'resend',
  'engine:notices': 'resend',
  'photos:addPaths': 'resend',
  'photos:addBytes': 'resend',
  'photos:list': 'resend',
  'photos:detail': 'resend',
  'photos:preview': 'resend',
  'photos:prioritise': 'resend',
  'photos:edit': 'resend',
  'photos:revert': 'resend',
  'photos:recaption': 'resend',
  'photos:remove': 'fail',
  'photos:undo': 'fail',
  'photos:redo': 'fail',
  'photos:export': 'fail',
  'queue:cancel': 'resend',
  'queue:pause': 'resend',
  'queue:progress': 'resend',
  'settings:get': 'resend',
  'settings:set': 'resend',
  'studies:list': 'resend',
  'studies:add': 'resend',
  'studies:addFilms': 'resend',
  'studies:remove': 'resend',
  'studies:retry': 'resend',
  'reports:reporter': 'resend',
  'reports:open': 'resend',
  'reports:change': 'fail',
  'reports:undo': 'fail',
  'reports:redo': 'fail',
  'reports:sign': 'fail',
  'reports:addendum': 'fail',
  'reports:earlier': 'resend',
  'reports:compare': 'resend',
  'reports:export': 'resend',
  'films:open': 'resend',
  'phrases:list': 'resend',
  'phrases:keep': 'resend',
  'phrases:use': 'resend',
  'phrases:forget': 'resend',
};

export const shellRequests: Readonly<Record<ShellRequestName, true>> = {
  'shell:info': true,
  'shell:openPhotos': true,
  'shell:saveAs': true,
  'shell:copyText': true,
  'shell:pastePhoto': true,
  'shell:showInFolder': true,
  'shell:restartEngine': true,
  'shell:openStudies': true,
  'shell:openFilms': true,
  'shell:saveReportAs': true,
};

/** Events, and who may send them: what comes from the engine under main's name is dropped. */
export const events: Readonly<Record<EventName, 'engine' | 'main'>> = {
  'photos:changed': 'engine',
  'photos:removed': 'engine',
  'queue:progress': 'engine',
  'engine:state': 'engine',
  'engine:notice': 'engine',
  'menu:command': 'main',
  'photos:added': 'main',
  'settings:changed': 'main',
  'studies:changed': 'engine',
  'reports:changed': 'engine',
  'reports:reporter': 'engine',
};

export const isEngineRequest = (name: string): name is EngineRequestName =>
  Object.hasOwn(engineRequests, name);
export const isShellRequest = (name: string): name is ShellRequestName => Object.hasOwn(shellRequests, name);
export const isEvent = (name: string): name is EventName => Object.hasOwn(events, name);

export const engineRequestNames = Object.keys(engineRequests).filter(isEngineRequest);
export const shellRequestNames = Object.keys(shellRequests).filter(isShellRequest);

/** Between preload and main, outside the contract: an Edit command that the page's text field may want for itself. */
export const textCommandChannel = 'text:command';
export type TextCommand = 'undo' | 'redo' | 'select-all' | 'paste';
