// A process's descendants and the Internet sockets that they hold, read from Linux's /proc.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface InternetSocket {
  readonly pid: number;
  readonly protocol: string;
  readonly localPort: number;
  readonly remotePort: number;
}

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** Sockets of `root` and everything that it started. */
export function internetSockets(root: number): readonly InternetSocket[] {
  const byInode = new Map<string, Omit<InternetSocket, 'pid'>>();
  for (const protocol of tables) {
    for (const line of readFileSync(`/proc/net/${protocol}`, 'utf8').trim().split('\n').slice(1)) {
      const [, local = '', remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      byInode.set(inode, { protocol, localPort: portOf(local), remotePort: portOf(remote) });
    }
  }
  return descendants(root).flatMap((pid) =>
    socketInodes(pid).flatMap((inode) => {
      const socket = byInode.get(inode);
      return socket === undefined ? [] : [{ pid, ...socket }];
    }),
  );
}

/** The engine among the app's processes; undefined while there is none. */
export const engineOf = (root: number): number | undefined =>
  descendants(root).find((pid) =>
    ifThere(() =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')
        .some((part) => part.endsWith('serve.mjs')),
    ),
  );

const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);

function descendants(root: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = ifThere(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
      // The command in brackets may hold anything; the parent is the second field after it.
      const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    });
  const found = [root];
  for (const pid of found)
    found.push(...parents.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return found;
}

const socketInodes = (pid: number): readonly string[] =>
  (ifThere(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap((fd) => {
    const target = ifThere(() => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return /^socket:\[(\d+)\]$/.exec(target ?? '')?.slice(1) ?? [];
  });

/** Processes and their files come and go while they are read. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
