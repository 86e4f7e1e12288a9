// What a training run tells, as lines for people.
import type { ScoresEvent, StepEvent, TrainingEvent, ValidationEvent } from '../training/trainingEvent.ts';
import { clock } from './progressLine.ts';

const percent = (share: number, digits: number): string => (100 * share).toFixed(digits);

function stepLine({ stage, epoch, epochs, step, steps, loss, ...rest }: StepEvent): string {
  const done = Math.floor((20 * step) / steps);
  const bar = `[${'#'.repeat(done)}${'.'.repeat(20 - done)}]`;
  const losses = Object.entries(loss)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ');
  const speed = `${rest.imagesPerSecond.toFixed(1)} photos a second, ${clock(rest.secondsLeft)} left`;
  return `${stage} ${epoch}/${epochs} ${bar} ${step}/${steps}, loss: ${losses}, ${speed}`;
}

function validationLine(event: ValidationEvent): string {
  const best = event.best ? ', best so far' : '';
  const variety = `${percent(event.distinct, 0)} % distinct, ${event.vocabularyUsed} words`;
  return `${event.stage} epoch ${event.epoch}: CIDEr ${percent(event.cider, 1)}, ${variety}${best}`;
}

function scoresLine({ stage, epoch, scores, best }: ScoresEvent): string {
  const told = Object.entries(scores).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `${stage} epoch ${epoch}: ${told.join(', ')}${best ? ', best so far' : ''}`;
}

export function trainingLine(event: TrainingEvent): string {
  switch (event.kind) {
    case 'prepare':
      return `${event.what}: ${event.done} of ${event.count}`;
    case 'step':
      return stepLine(event);
    case 'validation':
      return validationLine(event);
    case 'scores':
      return scoresLine(event);
    case 'done':
      return `Model written to ${event.folder}`;
  }
}
