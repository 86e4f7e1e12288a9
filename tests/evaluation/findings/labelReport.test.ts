import { expect, test } from 'vitest';
import { labelReport, presentIn } from '../../../src/evaluation/findings/labelReport.ts';

const present = (...sentences: string[]): string[] => [...presentIn(labelReport(sentences))];

test('what one sentence affirms is there, though another denies it; what may be there counts', () => {
  const labels = labelReport(['No acute effusion.', 'Small effusion.', 'Possible edema.', 'No pneumonia.']);
  expect(Object.fromEntries(labels.findings)).toEqual({
    'Pleural Effusion': 'positive',
    Edema: 'uncertain',
    Pneumonia: 'negative',
  });
  expect([...presentIn(labels)]).toEqual(['Edema', 'Pleural Effusion']);
});

test('there is no finding where nothing is or may be there, devices excepted', () => {
  expect(present()).toEqual(['No Finding']);
  expect(present('The lungs are clear.', 'No effusion.')).toEqual(['No Finding']);
  expect(present('A pacemaker is seen.')).toEqual(['No Finding', 'Support Devices']);
  expect(present('Possible pneumonia.')).toEqual(['Pneumonia']);
});
