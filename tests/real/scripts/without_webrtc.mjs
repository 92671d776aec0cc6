// Stands in for the native module behind WebRTC, which peers under Node do not use: `webrtc-polyfill` becomes an empty module.
import { register } from 'node:module';

const hook = `
const empty = 'data:text/javascript,export class RTCPeerConnection {};export class RTCSessionDescription {};export class RTCIceCandidate {};export default {}';
export async function resolve(name, context, next) {
  if (name === 'webrtc-polyfill' || name.startsWith('node-datachannel')) return { url: empty, shortCircuit: true };
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
