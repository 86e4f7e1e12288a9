// What the person has chosen, as JSON by key: parsed when read, so that a value from elsewhere cannot do harm.
import { z } from 'zod';
import type { Settings } from '../ipc.ts';
import { settingsSchema } from '../ipcSchemas.ts';
import { defaultCaptionOptions } from '../model/caption.ts';
import type { Database } from './database.ts';

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  caption: defaultCaptionOptions,
  reduceMotion: false,
  textScalePercent: 100,
};

export const readSettings = (db: Database): Settings =>
  readValue(db, 'settings', settingsSchema) ?? defaultSettings;

export const writeSettings = (db: Database, settings: Settings): void => writeValue(db, 'settings', settings);

export const readFlag = (db: Database, key: string): boolean => readValue(db, key, z.boolean()) ?? false;
export const writeFlag = (db: Database, key: string, value: boolean): void => writeValue(db, key, value);

/** A stored value; undefined where there is none or it no longer fits. */
function readValue<T>(db: Database, key: string, schema: z.ZodType<T>): T | undefined {
  const row = db.get('SELECT value FROM settings WHERE key = ?', key);
  if (row === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(row['value'] as string));
  return parsed.success ? parsed.data : undefined;
}

function writeValue(db: Database, key: string, value: unknown): void {
  db.run(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    JSON.stringify(value),
  );
}
