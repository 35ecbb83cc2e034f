// Runs govnews in Pyodide, off the page's own thread. Everything comes from the folder that this file stands in:
// `fetch` is replaced by one that asks for nothing else, and that says how far loading has come.
"use strict";

const HERE = new URL("./", self.location.href);
const plainFetch = self.fetch.bind(self);
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
let total = 0;
let loaded = 0;
let python = null;

async function fetched(url, options) {
  if (!url.href.startsWith(HERE.href)) throw new Error(`refused: ${url.href} is not part of the playground`);
  const response = await plainFetch(url.href, options);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  return response;
}

self.fetch = async (resource, options) => {
  let response;
  try {
    response = await fetched(new URL(resource instanceof Request ? resource.url : resource, HERE), options);
  } catch (error) {
    complain(error); // the interpreter's loader would wait for ever and say nothing
    throw error;
  }
  if (!response.body) return response;
  const counted = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      self.postMessage({ type: "progress", loaded: Math.min(loaded, total), total });
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), { status: response.status, headers: response.headers });
};

async function start(contents) {
  total = contents.bytes;
  new WebAssembly.Module(EMPTY_MODULE); // throws where the server's policy forbids it; the loader would wait for ever
  // Asked for at once, so that all is here when the interpreter starts, which takes the longest.
  const coming = Promise.all([...contents.wheels, contents.show].map(async (path) => (await self.fetch(path)).arrayBuffer()));
  coming.catch(() => {}); // said below, or by what fails before
  importScripts(new URL(`${contents.pyodide}/pyodide.js`, HERE).href);
  const pyodide = await loadPyodide({
    indexURL: new URL(`${contents.pyodide}/`, HERE).href,
    // An index without packages: there is nothing that could be asked for elsewhere.
    lockFileContents: { ...contents.lock, packages: {} },
    packageBaseUrl: HERE.href,
  });
  const files = await coming;
  pyodide.FS.writeFile("show.py", new Uint8Array(files.pop()));
  for (const wheel of files) pyodide.unpackArchive(wheel, "wheel");
  self.postMessage({ type: "tables" });
  const found = pyodide.pyimport("show");
  // The first text makes the library read its tables; the time of the user's text is its own.
  found.show("本报讯（记者 李小明）今年以来，全區走访群众12人。", "", "");
  python = found;
  self.postMessage({ type: "parsing" });
}

function answer(message) {
  const began = performance.now();
  const result = python[message.ask](message.text, message.published, message.place);
  self.postMessage({ type: message.ask, result, seconds: (performance.now() - began) / 1000 });
}

function complain(error) {
  // The last line of a Python traceback is the one that says what is wrong.
  const lines = String((error && error.message) || error).trim().split("\n");
  self.postMessage({ type: "error", message: lines[lines.length - 1] });
}

self.onmessage = async (event) => {
  try {
    if (event.data.contents && !python) await start(event.data.contents);
    answer(event.data);
  } catch (error) {
    complain(error);
  }
};
