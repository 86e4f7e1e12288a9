// Servers of this computer that count whoever calls: what a page would reach if anything let it.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Listeners {
  /** Takes TCP connections: HTTP, WebSocket, TURN. */
  readonly tcpPort: number;
  /** Takes datagrams: STUN, QUIC, DNS. */
  readonly udpPort: number;
  /** The first bytes of each connection and datagram. */
  readonly calls: string[];
  readonly close: () => void;
}

export async function openListeners(): Promise<Listeners> {
  const calls: string[] = [];
  const tcp = createServer((socket) => {
    const index = calls.push('tcp') - 1;
    socket.on('data', (bytes) => (calls[index] = `tcp ${bytes.toString('latin1').slice(0, 80)}`));
    socket.on('error', () => undefined);
  });
  tcp.listen(0, '127.0.0.1');
  const udp = createSocket('udp4', (bytes) => calls.push(`udp ${bytes.length} bytes`));
  udp.bind(0, '127.0.0.1');
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')]);
  return {
    tcpPort: (tcp.address() as AddressInfo).port,
    udpPort: udp.address().port,
    calls,
    close: () => {
      tcp.close();
      udp.close();
    },
  };
}
