// Starts the window.
import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { bridge, fetchFilm } from './api.ts';
import Window from './App.svelte';
import { App } from './shell/app.svelte.ts';
import { realAfter } from './shell/clock.ts';

const target = document.getElementById('app');
if (!target) throw new Error('Bug: index.html has no #app');

/** Ten redraws a second are enough for a stream of results, also while the window is hidden. */
const redrawMs = 100;

const app = new App({
  bridge: bridge(),
  after: realAfter,
  schedule: (redraw) => void setTimeout(redraw, redrawMs),
  store: window.localStorage,
  fetchFilm,
});
app.settings.systemDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
app.settings.apply(document.documentElement);
mount(Window, { target, props: { app } });
