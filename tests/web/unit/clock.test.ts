import { expect, test } from 'vitest';
import { Clock, clampSpeed, SPEED_MAX, SPEED_MIN } from '../../../www/src/player/clock.ts';

test('a paused clock wishes for nothing', () => {
  const clock = new Clock();
  clock.settle(3);
  expect(clock.step(1)).toBe(3);
});

test('wall time passes at the speed that was chosen', () => {
  const clock = new Clock();
  clock.playing = true;
  clock.speed = 4;
  expect(clock.step(0.016)).toBeCloseTo(0.064);
  clock.reached(0.064);
  expect(clock.step(0.016)).toBeCloseTo(0.128);
  expect(clock.late).toBe(false);
});

test('a long sleep is not caught up with', () => {
  const clock = new Clock();
  clock.playing = true;
  clock.speed = 2;
  expect(clock.step(3600)).toBeCloseTo(0.5);
});

test('a simulation that does not keep up holds the wish back, and the clock says so', () => {
  const clock = new Clock();
  clock.playing = true;
  clock.speed = 100;
  for (let i = 0; i < 60; i += 1) clock.step(0.016);
  expect(clock.targetS).toBeCloseTo(25);
  expect(clock.late).toBe(true);
  clock.reached(2);
  expect(clock.step(0.016)).toBeLessThanOrEqual(2 + 25);
});

test('time never runs back, whatever the wall clock does', () => {
  const clock = new Clock();
  clock.playing = true;
  clock.settle(5);
  expect(clock.step(-1)).toBe(5);
  expect(clock.step(Number.NaN)).toBe(5);
});

test('speeds stay in their range', () => {
  expect(clampSpeed(0)).toBe(SPEED_MIN);
  expect(clampSpeed(1e9)).toBe(SPEED_MAX);
  expect(clampSpeed(Number.NaN)).toBe(1);
});

test('the true speed is measured, over more than a moment', () => {
  const clock = new Clock();
  clock.playing = true;
  clock.speed = 1000;
  clock.begin(10);
  for (let frame = 1; frame <= 31; frame += 1) {
    clock.step(0.02);
    clock.reached(10 + frame * 0.4);
  }
  expect(clock.late).toBe(true);
  expect(Math.abs(clock.trueSpeed - 20)).toBeLessThan(1);
});
