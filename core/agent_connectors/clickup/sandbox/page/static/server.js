// What the page asks the server for, and the stream of what happens there.

// What was asked for is not there any more.
export class Gone extends Error {}

// The server does not answer.
export class Away extends Error {}

export const read = (path) => send(path, { headers: { accept: "application/json" } });

export const ask = (path, body) => send(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function send(path, options) {
  const answer = await fetch(path, options).catch(() => { throw new Away("The server does not answer."); });
  const told = await answer.json().catch(() => ({ error: `The server answered ${answer.status}.` }));
  if (answer.status === 404) throw new Gone(told.error);
  if (!answer.ok) throw new Error(told.error);
  return told;
}

const WAIT = 2000;

// Calls the listeners with each event; connects again by itself, from where it was.
export function listen(since, { requests, missed, state, connected }) {
  let last = since;
  const open = () => {
    const source = new EventSource(`events?since=${encodeURIComponent(last)}`);
    const take = (listener) => (event) => {
      last = event.lastEventId || last;
      listener(JSON.parse(event.data));
    };
    source.addEventListener("requests", take(requests));
    source.addEventListener("missed", take(missed));
    source.addEventListener("state", take(state));
    source.addEventListener("open", () => connected(true));
    source.addEventListener("error", () => {
      connected(false);
      // A browser gives up where the answer is an error, as that of a server which is starting.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, WAIT);
    });
  };
  open();
}
