// What a model might say of the fake films: one draft, that follows the panel.
import type { Draft, DraftSentence, Gate, Report, Section } from '../../src/report/report.ts';
import type { FakeView } from './fakeFilms.ts';
import { mapAround } from './fakeScenes.ts';

export const reporterModel = 'chest-xray-reporter@1f3a9c2b';
export const fakeTags = [
  'Cardiomegaly',
  'Pleural Effusion',
  'Lung Opacity',
  'Atelectasis',
  'Pneumothorax',
  'Edema',
  'Consolidation',
  'Fracture',
  'Support Devices',
] as const;

const probabilities: Readonly<Record<string, number>> = {
  Cardiomegaly: 0.84,
  'Pleural Effusion': 0.46,
  'Lung Opacity': 0.22,
  Atelectasis: 0.18,
  Pneumothorax: 0.02,
  Edema: 0.007,
};

export function gateOf(view: FakeView, isReady: boolean): Gate {
  if (!isReady) {
    const reason = 'No model has looked at this film, so nothing is drafted from it.';
    return { kind: 'not-chest-x-ray', probability: 0, reason, overridden: false };
  }
  if (view === 'photo') {
    const reason = 'This does not look like a chest X-ray, so nothing is drafted from it.';
    return { kind: 'not-chest-x-ray', probability: 0.97, reason, overridden: false };
  }
  return { kind: view, probability: 0.99, reason: '', overridden: false };
}

/** Undefined where the gate lets nothing through. */
export function fakeDraft(report: Report): Draft | undefined {
  const seen = report.study.images.filter(
    ({ gate }) => gate.kind === 'frontal' || gate.kind === 'lateral' || gate.overridden,
  );
  if (seen.length === 0) return undefined;
  const isOn = (tag: string): boolean =>
    report.findings.find((finding) => finding.tag === tag)?.on ?? (probabilities[tag] ?? 0) > 0.4;

  const sentence = (
    section: Section,
    text: string,
    dependsOn: readonly string[],
    place: readonly [x: number, y: number],
    probability: number,
  ): DraftSentence => ({
    section,
    draft: {
      text,
      model: reporterModel,
      probability,
      stop: 0.08,
      tags: dependsOn.map((tag, i) => ({ tag, weight: 0.61 / (i + 1) })),
      dependsOn,
      attention: seen.map(({ hash }, i) => ({
        image: hash,
        grid: mapAround(place[0] + 0.1 * i, place[1], 0.9).map((value) => value * (i === 0 ? 0.7 : 0.3)),
      })),
      alternatives: [
        { text: text.replace(/\.$/, ', as far as can be seen.'), probability: probability * 0.6 },
        { text: text.replace(/^(The|There is|No)/, 'Probably: $1'), probability: probability * 0.3 },
      ],
    },
  });

  const sentences = [
    isOn('Cardiomegaly')
      ? sentence('findings', 'The heart is enlarged.', ['Cardiomegaly'], [0.55, 0.62], 0.71)
      : sentence('findings', 'The heart is of normal size.', ['Cardiomegaly'], [0.55, 0.62], 0.82),
    sentence('findings', 'The lungs are clear.', ['Lung Opacity'], [0.3, 0.4], 0.55),
    isOn('Pleural Effusion')
      ? sentence(
          'findings',
          'There is a small left pleural effusion.',
          ['Pleural Effusion'],
          [0.8, 0.8],
          0.38,
        )
      : sentence('findings', 'No pleural effusion is seen.', ['Pleural Effusion'], [0.8, 0.8], 0.77),
    sentence('findings', 'No pneumothorax.', ['Pneumothorax'], [0.3, 0.15], 0.93),
    ...(isOn('Cardiomegaly') || isOn('Pleural Effusion')
      ? [
          sentence(
            'impression',
            'Enlarged heart, perhaps with a small effusion on the left.',
            ['Cardiomegaly', 'Pleural Effusion'],
            [0.6, 0.7],
            0.42,
          ),
        ]
      : [sentence('impression', 'No acute disease.', [], [0.5, 0.5], 0.88)]),
  ];
  return {
    model: reporterModel,
    images: report.study.images.map(({ hash }) => hash),
    sentences,
    findings: Object.entries(probabilities).map(([tag, probability]) => ({
      tag,
      probability,
      on: isOn(tag),
    })),
  };
}
