// What a training run tells, as lines for people.
import type { StepEvent, TrainingEvent, ValidationEvent } from '../training/trainingEvent.ts';
import { clock } from './progressLine.ts';

const percent = (share: number, digits: number): string => (100 * share).toFixed(digits);

function stepLine({ stage, epoch, epochs, step, steps, loss, ...rest }: StepEvent): string {
  const done = Math.floor((20 * step) / steps);
  const bar = `[${'#'.repeat(done)}${'.'.repeat(20 - done)}]`;
  const reward = loss.reward === undefined ? '' : `, reward ${loss.reward.toFixed(3)}`;
  const losses = `loss ${loss.words.toFixed(3)}${reward}, tags ${loss.tags.toFixed(1)}`;
  const speed = `${rest.imagesPerSecond.toFixed(1)} photos a second, ${clock(rest.secondsLeft)} left`;
  return `${stage} ${epoch}/${epochs} ${bar} ${step}/${steps}, ${losses}, ${speed}`;
}

function validationLine(event: ValidationEvent): string {
  const best = event.best ? ', best so far' : '';
  const variety = `${percent(event.distinct, 0)} % distinct, ${event.vocabularyUsed} words`;
  return `${event.stage} epoch ${event.epoch}: CIDEr ${percent(event.cider, 1)}, ${variety}${best}`;
}

export function trainingLine(event: TrainingEvent): string {
  switch (event.kind) {
    case 'prepare':
      return `${event.what}: ${event.done} of ${event.count}`;
    case 'step':
      return stepLine(event);
    case 'validation':
      return validationLine(event);
    case 'done':
      return `Model written to ${event.folder}`;
  }
}
