// The 14 observations of CheXpert (Irvin et al. 2019, table 1), in the paper's order.

export const observations = [
  'No Finding',
  'Enlarged Cardiomediastinum',
  'Cardiomegaly',
  'Lung Opacity',
  'Lung Lesion',
  'Edema',
  'Consolidation',
  'Pneumonia',
  'Atelectasis',
  'Pneumothorax',
  'Pleural Effusion',
  'Pleural Other',
  'Fracture',
  'Support Devices',
] as const;

export type Observation = (typeof observations)[number];

/** The 13 that a sentence can mention; `No Finding` is a conclusion from them. */
export type Finding = Exclude<Observation, 'No Finding'>;

export const findings: readonly Finding[] = observations.filter((name) => name !== 'No Finding');
