// One copy of the web service: Next.js on a port that it shares with the others. `node web-copy.mjs <host> <port>`. Plain Node.
import http from 'node:http';
import next from 'next';

const [host, portText] = process.argv.slice(2);
const port = Number(portText);
process.title = 'quadrat-web';

/** Whether what an address says can be read: Next.js fails with 500 on a path like `/p/%ff`, which is no UTF-8. */
function isReadable(url) {
  try {
    decodeURIComponent(url.split('?', 1)[0]);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

const UNREADABLE = 'This address cannot be read: it has a % that is no UTF-8.';

/** An answer of 400: a problem as every route's (lib/server/http/problem.ts) for the API, else a line for a person. */
function refuse(request, response) {
  const api = request.url.startsWith('/api/');
  const type = api ? 'application/problem+json' : 'text/plain; charset=utf-8';
  const problem = {
    ...{ type: 'urn:quadrat:error:bad_request', title: 'The request could not be read' },
    ...{ status: 400, code: 'bad_request', key: 'address', values: {}, detail: UNREADABLE },
  };
  response.writeHead(400, { 'content-type': type, connection: 'close' });
  response.end(api ? JSON.stringify(problem) : UNREADABLE);
}

const server = http.createServer();
const app = next({ dev: false, hostname: host, port, httpServer: server });
await app.prepare();
const handle = app.getRequestHandler();
server.on('request', (request, response) => {
  if (!isReadable(request.url)) {
    refuse(request, response);
    return;
  }
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
server.listen(port, host);

let stopping = false;
async function stop(code) {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  // else the connections that browsers keep open would hold it
  server.closeIdleConnections();
  await closed;
  await app.close();
  process.exit(code);
}
process.on('SIGINT', () => void stop(130));
process.on('SIGTERM', () => void stop(143));
