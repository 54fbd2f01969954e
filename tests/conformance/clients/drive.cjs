// Runs in a client's own folder, under Node: calls what it offers, and prints what `drive.py` does.
// What it sends to ClickUp goes to a sandbox; its code stays as it is.

const https = require("https");
const http = require("http");
const path = require("path");

const sandbox = new URL(process.env.SANDBOX_URL);
const FACTS = JSON.parse(process.env.FACTS);
const secure = https.request;

https.request = (options, ...rest) =>
  ["api.clickup.com", "app.clickup.com"].includes(options.hostname)
    ? http.request(
        { ...options, agent: undefined, protocol: "http:", hostname: sandbox.hostname,
          port: sandbox.port },
        ...rest,
      )
    : secure(options, ...rest);

// The client's own words go elsewhere: standard output is for the lines of JSON.
console.log = console.debug = console.info = () => {};

function told(name, error) {
  const said = error === undefined ? null : String(error?.message ?? error).replace(/\s+/g, " ");
  process.stdout.write(JSON.stringify({ call: name, error: said && said.slice(0, 300) }) + "\n");
}

async function call(name, action) {
  try {
    const result = await action();
    told(name);
    return result;
  } catch (error) {
    told(name, error);
  }
}

const [folder, code] = process.argv.slice(2);
const wanted = (name) => require(path.join(folder, "node_modules", name));
const Body = Object.getPrototypeOf(async () => {}).constructor;
new Body("FACTS", "call", "wanted", code)(FACTS, call, wanted); // the code is ours, of `catalogue`
