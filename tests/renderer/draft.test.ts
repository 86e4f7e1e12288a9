// The caption under the person's hands: nothing typed is lost, nothing late replaces it.
import { describe, expect, test } from 'vitest';
import { Draft } from '../../renderer/detail/draft.svelte.ts';
import type { Result } from '../../src/errors.ts';
import type { PhotoSummary } from '../../src/ipc.ts';
import { captioned, HandClock, photo } from './fakes.ts';

interface Saving {
  readonly text: string;
  readonly goesOn: boolean;
  readonly answer: (result: Result<PhotoSummary>) => void;
}

function open(summary: PhotoSummary) {
  const clock = new HandClock();
  const savings: Saving[] = [];
  const save = (text: string, goesOn: boolean) =>
    new Promise<Result<PhotoSummary>>((answer) => {
      savings.push({ text, goesOn, answer });
    });
  const draft = new Draft(summary, save, clock.after);
  const answer = async (index: number): Promise<void> => {
    const saving = savings[index];
    if (!saving) throw new Error(`no saving ${String(index)}`);
    const edited = captioned(summary.id, saving.text, { state: 'edited', author: 'person' });
    saving.answer({ ok: true, value: edited });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, savings, draft, answer };
}

describe('saving', () => {
  test('happens after a pause in typing, once', async () => {
    const { clock, savings, draft, answer } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('a d');
    clock.pass(100);
    draft.type('a deer');
    expect(savings).toHaveLength(0);
    clock.pass(5000);
    expect(savings.map(({ text }) => text)).toEqual(['a deer']);
    await answer(0);
    expect(draft.dirty).toBe(false);
    expect(draft.author).toBe('person');
  });

  test('goes on with what was typed while it was under way', async () => {
    const { savings, draft, answer } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('a deer');
    void draft.flush();
    draft.type('a deer drinks');
    await answer(0);
    expect(savings.map(({ text }) => text)).toEqual(['a deer', 'a deer drinks']);
    await answer(1);
    expect(draft.dirty).toBe(false);
    expect(draft.text).toBe('a deer drinks');
  });

  test('keeps the text when it fails, says so, and tries again at the next news', async () => {
    const { savings, draft, answer } = open(photo(1));
    draft.focus();
    draft.type('my words');
    const done = draft.flush();
    savings[0]?.answer({ ok: false, error: { code: 'usage', message: 'not read yet' } });
    await done;
    expect(draft.text).toBe('my words');
    expect(draft.failure?.message).toBe('not read yet');
    draft.adopt(captioned(1, 'a dog'));
    await answer(1);
    expect(savings[1]?.text).toBe('my words');
    expect(draft.failure).toBeUndefined();
  });

  test('never stores an empty caption: the last one comes back', async () => {
    const { savings, draft } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('');
    await draft.blur(captioned(1, 'a dog'));
    expect(draft.text).toBe('a dog');
    expect(draft.author).toBe('model');
    expect(draft.restored).toBe(true);
    expect(savings).toHaveLength(0);
  });
});

describe('late results', () => {
  test('never replace typed text; they are offered', () => {
    const { draft } = open(photo(1));
    draft.focus();
    draft.type('my words');
    draft.adopt(captioned(1, 'a dog'));
    expect(draft.text).toBe('my words');
    expect(draft.late).toBe('a dog');
  });

  test('are still on offer when what was typed comes back saved, until the field is left', async () => {
    const { clock, draft, answer } = open(photo(1));
    draft.focus();
    draft.type('my words');
    draft.adopt(captioned(1, 'a dog'));
    clock.pass(5000);
    await answer(0);
    const saved = captioned(1, 'my words', { state: 'edited', author: 'person' });
    draft.adopt(saved);
    expect(draft.late).toBe('a dog');
    await draft.blur(saved);
    expect(draft.late).toBeUndefined();
    expect(draft.text).toBe('my words');
  });

  test('do not change the text under a person who only looks at it with the caret in', async () => {
    const { draft, savings } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.adopt(captioned(1, 'a cat'));
    expect(draft.text).toBe('a dog');
    expect(draft.late).toBe('a cat');
    await draft.blur(captioned(1, 'a cat'));
    expect(draft.text).toBe('a cat');
    expect(savings).toHaveLength(0);
  });

  test('come in where nobody writes', () => {
    const { draft } = open(photo(1));
    draft.adopt(captioned(1, 'a dog'));
    expect(draft.text).toBe('a dog');
    expect(draft.author).toBe('model');
    expect(draft.late).toBeUndefined();
  });

  test('do not come in while a save is under way', async () => {
    const { draft, answer } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('a deer');
    void draft.flush();
    draft.adopt(captioned(1, 'a cat'));
    expect(draft.text).toBe('a deer');
    await answer(0);
    expect(draft.text).toBe('a deer');
  });
});

describe('Escape', () => {
  test('restores what stood there, without asking the engine when nothing was stored', async () => {
    const { draft, savings } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('a deer');
    expect(await draft.restore()).toBe(false);
    expect(draft.text).toBe('a dog');
    expect(draft.author).toBe('model');
    expect(savings).toHaveLength(0);
  });

  test('asks for the model’s caption where the autosave has stored something', async () => {
    const { clock, draft, answer } = open(captioned(1, 'a dog'));
    draft.focus();
    draft.type('a deer');
    clock.pass(5000);
    await answer(0);
    draft.type('a deer drinks');
    expect(await draft.restore()).toBe(true);
    expect(draft.text).toBe('a dog');
  });

  test('stores the person’s earlier words again', async () => {
    const before = captioned(1, 'my dog', { state: 'edited', author: 'person' });
    const { clock, savings, draft, answer } = open(before);
    draft.focus();
    draft.type('my deer');
    clock.pass(5000);
    await answer(0);
    const restored = draft.restore();
    await answer(1);
    expect(await restored).toBe(false);
    expect(savings.map(({ text }) => text)).toEqual(['my deer', 'my dog']);
    expect(draft.text).toBe('my dog');
  });
});

describe('a spell of typing', () => {
  /** In the field, with "a deer" typed and saved. */
  async function typed() {
    const opened = open(captioned(1, 'a dog'));
    const { clock, draft, savings, answer } = opened;
    draft.focus();
    draft.type('a deer');
    clock.pass(5000);
    await answer(0);
    /** Types on, and what the save of that says. */
    const goesOn = (): boolean | undefined => {
      draft.type(`${draft.text} drinks`);
      clock.pass(5000);
      return savings.at(-1)?.goesOn;
    };
    return { ...opened, goesOn };
  }

  test('goes on over its saves, the last one when the field is left too', async () => {
    const { draft, savings, answer, goesOn } = await typed();
    expect(savings[0]?.goesOn).toBe(false);
    expect(goesOn()).toBe(true);
    await answer(1);
    draft.type('a deer drinks now');
    void draft.blur(captioned(1, 'a dog'));
    expect(savings[2]).toMatchObject({ text: 'a deer drinks now', goesOn: true });
  });

  test('goes on when its own summary comes back, and when the model says something', async () => {
    const { draft, goesOn } = await typed();
    draft.adopt(captioned(1, 'a deer', { state: 'edited', author: 'person' }));
    draft.adopt(captioned(1, 'a cat'));
    expect(goesOn()).toBe(true);
  });

  test('begins anew where the first save failed', async () => {
    const { clock, draft, savings } = open(photo(1));
    draft.focus();
    draft.type('my');
    const done = draft.flush();
    savings[0]?.answer({ ok: false, error: { code: 'usage', message: 'not read yet' } });
    await done;
    draft.type('my words');
    clock.pass(5000);
    expect(savings[1]).toMatchObject({ text: 'my words', goesOn: false });
  });

  test('ends where the person leaves the field', async () => {
    const { draft, goesOn } = await typed();
    await draft.blur(captioned(1, 'a deer', { state: 'edited', author: 'person' }));
    draft.focus();
    expect(goesOn()).toBe(false);
  });

  test('ends with a commit', async () => {
    const { draft, goesOn } = await typed();
    await draft.commit();
    expect(goesOn()).toBe(false);
  });

  test('ends with an undo', async () => {
    const { draft, goesOn } = await typed();
    draft.adopt(captioned(1, 'a dog'), true);
    expect(goesOn()).toBe(false);
  });

  test('ends with a choice, also one made while a save is under way, which is a step of its own', async () => {
    const { clock, draft, savings, answer, goesOn } = await typed();
    draft.type('a deer drinks');
    clock.pass(5000);
    const picked = draft.accept('two deer');
    await answer(1);
    expect(savings[2]).toMatchObject({ text: 'two deer', goesOn: false });
    await answer(2);
    await picked;
    expect(goesOn()).toBe(false);
  });
});

test('accepting the model’s words stores them as the person’s', async () => {
  const { draft, savings, answer } = open(captioned(1, 'a dog'));
  const done = draft.accept('a dog');
  await answer(0);
  await done;
  expect(savings.map(({ text }) => text)).toEqual(['a dog']);
  expect(draft.author).toBe('person');
  expect(draft.dirty).toBe(false);
});

test('undo asked for by the person changes the text also with the caret in', () => {
  const { draft } = open(captioned(1, 'my dog', { state: 'edited', author: 'person' }));
  draft.focus();
  draft.adopt(captioned(1, 'a dog'), true);
  expect(draft.text).toBe('a dog');
  expect(draft.author).toBe('model');
});
