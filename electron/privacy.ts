// Nothing goes over the network: Chromium's own traffic is switched off, every request but the app's own is stopped
// in the session, no name can be resolved, and a page can neither navigate, open windows nor be granted anything.
import type { App, Session, WebContents } from 'electron';
import { isOwnPage } from './ipc.ts';

/** Chromium services that would call home by themselves. */
const switches: readonly (readonly [name: string, value?: string])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-default-apps'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['disable-quic'],
  ['no-pings'],
  ['no-first-run'],
  ['dns-prefetch-disable'],
  // The last word: even what no other rule knows of finds no host.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  [
    'disable-features',
    [
      'AutofillServerCommunication',
      'CertificateTransparencyComponentUpdater',
      'DialMediaRouteProvider',
      'DnsOverHttpsUpgrade',
      'MediaRouter',
      'NetworkTimeServiceQuerying',
      'OptimizationHints',
      'SegmentationPlatform',
      'SpareRendererForSitePerProcess',
      'Translate',
    ].join(','),
  ],
];

/** Before the app is ready. */
export function quietChromium(commandLine: Pick<App['commandLine'], 'appendSwitch'>): void {
  for (const [name, value] of switches) commandLine.appendSwitch(name, value);
}

/** What may be loaded: the app itself and what a page makes by itself; while developing, the developer tools. */
export function isAllowedUrl(url: string, developing: boolean): boolean {
  const scheme = url.slice(0, url.indexOf(':') + 1).toLowerCase();
  if (scheme === 'devtools:') return developing;
  return scheme === 'app:' || scheme === 'data:' || scheme === 'blob:';
}

/** Stops every other request, grants nothing, downloads nothing. */
export function closeSession(session: Session, developing: boolean, log: (line: string) => void): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !isAllowedUrl(url, developing);
    if (cancel) log(`privacy: stopped a request to ${url.slice(0, 200)}`);
    decide({ cancel });
  });
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The spell checker would download its dictionaries.
  session.setSpellCheckerEnabled(false);
}

/** A page stays where it is, alone. */
export function closeContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
