// Every way we know in which a page can reach a server. Runs inside the page; tries them all and waits for each to end.

export interface Home {
  /** e.g. 127.0.0.1 or a name that would have to be looked up. */
  readonly host: string;
  readonly tcpPort: number;
  readonly udpPort: number;
}

/** The names of the ways tried. Self-contained: it is sent to the page as text. */
export async function callHome({ host, tcpPort, udpPort }: Home): Promise<readonly string[]> {
  const base = `http://${host}:${tcpPort}`;
  const patience = 1500;
  const settled = (promise: Promise<unknown>): Promise<unknown> =>
    Promise.race([promise.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, patience))]);
  const now = (act: () => unknown) => () => Promise.resolve(act());
  const element = (tag: string, attributes: Record<string, string>): Promise<unknown> =>
    new Promise((resolve) => {
      const node = document.createElement(tag);
      node.addEventListener('load', resolve);
      node.addEventListener('error', resolve);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      document.body.append(node);
    });
  const link = (rel: string, more: Record<string, string> = {}) =>
    element('link', { rel, href: `${base}/link-${rel}`, ...more });
  const fromWorker = (): Promise<unknown> => {
    const text = `fetch('${base}/worker').finally(() => postMessage(0)); importScripts('${base}/worker-import')`;
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
    return new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.onerror = resolve;
    });
  };
  const peer = async (urls: string): Promise<void> => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls, username: 'a', credential: 'b' }] });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve));
  };
  const form = document.createElement('form');
  form.action = `${base}/form`;
  form.method = 'post';
  const anchor = document.createElement('a');
  anchor.href = '#';
  anchor.ping = `${base}/ping`;
  document.body.append(form, anchor);

  const ways: Record<string, () => Promise<unknown>> = {
    fetch: () => fetch(`${base}/fetch`),
    'fetch no-cors': () => fetch(`${base}/no-cors`, { mode: 'no-cors', keepalive: true }),
    xhr: () =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onloadend = resolve;
        request.open('GET', `${base}/xhr`);
        request.send();
      }),
    beacon: now(() => navigator.sendBeacon(`${base}/beacon`, 'x')),
    websocket: () => new Promise((resolve) => (new WebSocket(`ws://${host}:${tcpPort}/`).onclose = resolve)),
    'event source': () => new Promise((resolve) => (new EventSource(`${base}/events`).onerror = resolve)),
    image: () => element('img', { src: `${base}/img.png` }),
    script: () => element('script', { src: `${base}/script.js` }),
    'module script': () => element('script', { type: 'module', src: `${base}/module.js` }),
    import: () => import(`${base}/import.js`),
    frame: () => element('iframe', { src: `${base}/frame` }),
    object: () => element('object', { data: `${base}/object` }),
    embed: () => element('embed', { src: `${base}/embed` }),
    video: () =>
      element('video', { src: `${base}/video.mp4`, poster: `${base}/poster.png`, preload: 'auto' }),
    audio: () => element('audio', { src: `${base}/audio.mp3`, preload: 'auto' }),
    style: () => {
      document.body.style.backgroundImage = `url(${base}/background.png)`;
      return element('link', { rel: 'stylesheet', href: `${base}/style.css` });
    },
    'inline style': () => {
      const style = document.createElement('style');
      style.textContent = `@import url(${base}/import.css); body { cursor: url(${base}/cursor.png), auto }`;
      document.head.append(style);
      return Promise.resolve();
    },
    font: () => new FontFace('x', `url(${base}/font.woff2)`).load(),
    worker: fromWorker,
    'service worker': () => navigator.serviceWorker.register(`${base}/service.js`),
    preconnect: () => link('preconnect'),
    'preconnect cors': () => link('preconnect', { crossorigin: 'anonymous' }),
    'dns prefetch': () => link('dns-prefetch'),
    prefetch: () => link('prefetch'),
    preload: () => link('preload', { as: 'image' }),
    modulepreload: () => link('modulepreload'),
    prerender: () => link('prerender'),
    icon: () => link('icon'),
    manifest: () => link('manifest'),
    ping: now(() => anchor.click()),
    form: now(() => form.submit()),
    'new window': now(() => window.open(`${base}/window`)),
    navigation: now(() => location.assign(`${base}/navigation`)),
    stun: () => peer(`stun:${host}:${udpPort}`),
    'turn over udp': () => peer(`turn:${host}:${udpPort}`),
    'turn over tcp': () => peer(`turn:${host}:${tcpPort}?transport=tcp`),
    webtransport: async () => {
      const transport = new (
        globalThis as unknown as { WebTransport: new (url: string) => { ready: Promise<void> } }
      ).WebTransport(`https://${host}:${udpPort}/`);
      await transport.ready;
    },
  };
  const tryOne = async (way: () => Promise<unknown>): Promise<void> => {
    await settled(Promise.resolve().then(way));
  };
  await Promise.all(Object.values(ways).map(tryOne));
  return Object.keys(ways);
}
