// What the page asks the server for, and the stream of what happens there.

export class Gone extends Error {}

export async function read(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const told = await answer.json();
  if (answer.status === 404) throw new Gone(told.error);
  if (!answer.ok) throw new Error(told.error);
  return told;
}

export async function ask(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
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
