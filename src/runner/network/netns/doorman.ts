// A program in the network of a node: what is sent to one of its doors goes on to a peer, over the node's own wire. By it
// a client outside sees whether the node can reach its peer. Arguments: the address to listen on, then doors such as
// 7802=10.77.0.12:7700.

import { connect, createServer } from 'node:net';

const [host, ...doors] = process.argv.slice(2);

for (const door of doors) {
  const [port, to = ''] = door.split('=');
  const [peer, peerPort] = to.split(':');
  createServer((near) => {
    const far = connect(Number(peerPort), peer);
    for (const socket of [near, far]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (socket === near ? far : near).destroy());
    }
    near.pipe(far).pipe(near);
  }).listen(Number(port), host);
}

// the runner is gone
process.stdin
  .on('end', () => process.exit())
  .on('error', () => process.exit())
  .resume();
