// Nothing goes over the network: tried in every way we know, with and without the page's own policy, and looked for in
// Chromium's own network log and in the system's list of sockets.
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { callHome } from './callHome.ts';
import { expect, test } from './launch.ts';
import { type Listeners, openListeners } from './listeners.ts';
import { internetSockets } from './processes.ts';

let home: Listeners;
test.beforeEach(async () => {
  home = await openListeners();
});
test.afterEach(() => home.close());

test('the listeners do count who calls', async () => {
  await new Promise((resolve) =>
    get(`http://127.0.0.1:${home.tcpPort}/`)
      .on('error', resolve)
      .setTimeout(200, () => resolve(0)),
  );
  expect(home.calls).toHaveLength(1);
});

for (const bypassCSP of [false, true]) {
  test(`a page cannot call out ${bypassCSP ? 'even without its policy' : 'in any way'}`, async ({
    launch,
  }) => {
    const { window } = await launch({ echo: 'utility', bypassCSP });
    for (const host of ['127.0.0.1', 'localhost']) {
      const ways = await window.evaluate(callHome, { host, tcpPort: home.tcpPort, udpPort: home.udpPort });
      expect(ways.length).toBeGreaterThan(30);
    }
    expect(home.calls).toEqual([]);
    expect(window.url()).toMatch(/^app:\/\/ui\//);
  });
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: unknown }[];
}

test('Chromium looks up no name and opens no connection, from start to end', async ({
  launch,
  dataFolder,
}, info) => {
  const path = join(dataFolder, 'net-log.json');
  const { window, quit } = await launch({ args: [`--log-net-log=${path}`] });
  await window.evaluate(() => ekphrasis.request('engine:info'));
  await window.evaluate(callHome, { host: 'example.org', tcpPort: 80, udpPort: 443 });
  await quit();
  const { constants, events } = JSON.parse(readFileSync(path, 'utf8')) as NetLog;
  const typeNames = new Map(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]));
  const forbidden =
    /^(TCP_CONNECT|UDP_CONNECT|UDP_BYTES|SOCKET_BYTES|HOST_RESOLVER_MANAGER_ATTEMPT|HOST_RESOLVER_(MANAGER|SYSTEM|DNS)_TASK|DNS_TRANSACTION|HTTP_TRANSACTION_SEND_REQUEST|QUIC_SESSION$)/;
  const calls = events.filter(({ type }) => forbidden.test(typeNames.get(type) ?? ''));
  await info.attach('net-log', { path });
  expect([...typeNames.values()].filter((name) => forbidden.test(name)).length).toBeGreaterThan(4);
  expect(calls.map(({ type, params }) => ({ type: typeNames.get(type), params }))).toEqual([]);
});

test('no process of the app holds an Internet socket', async ({ launch, dataFolder }) => {
  test.skip(process.platform !== 'linux', 'Sockets are read from /proc, which only Linux has.');
  const { electron, window } = await launch();
  await window.evaluate(() => ekphrasis.request('engine:info'));
  // The test drives the app through two ports of its own making: Node's inspector and Chromium's.
  const inspector = await electron.evaluate(() =>
    (process as unknown as { mainModule: { require: (name: string) => { url: () => string } } }).mainModule
      .require('node:inspector')
      .url(),
  );
  const devTools = readFileSync(join(dataFolder, 'shell', 'DevToolsActivePort'), 'utf8').split('\n')[0];
  const driven = new Set([Number(new URL(inspector).port), Number(devTools)]);
  expect(driven.size).toBe(2);
  const sockets = internetSockets(electron.process().pid ?? 0);
  // It does find sockets: those two.
  expect(new Set(sockets.map(({ localPort }) => localPort))).toEqual(driven);
});
