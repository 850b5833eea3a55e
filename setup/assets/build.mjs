// Builds the stylesheets of the web pages: Sass, then only the rules whose classes the templates name, then a file name
// that changes with its content, so that browsers may keep it for ever, and copies compressed once for all. The icon and the
// few scripts go with them as they are.
//
//   npm run build

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { compile } from "sass";

import { purged, wordsIn } from "./purge.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../../readiness/web");
const out = join(web, "static");

function filesUnder(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

// The console's pages are not for staff: what they alone use would be dead weight on a phone. Only folders of ours say
// which these are: the whole may lie in a folder of any name.
const forConsole = (path) => /(^|[\\/])console[\\/]/.test(relative(web, path));

function stylesheet(name, isRead) {
  const { css } = compile(join(here, `${name}.scss`), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    charset: false,
  });
  const scripts = name === "console" ? filesUnder(here, ".js").filter((path) => dirname(path) === here) : [];
  const pages = [...filesUnder(join(web, "templates"), ".html"), ...filesUnder(web, ".py")];
  const sources = [...pages, ...scripts].filter(isRead);
  return purged(css, wordsIn(sources.map((path) => readFileSync(path, "utf8"))));
}

const written = new Set();

// A server that is running may be reading the file of that name: it finds the old one or the new one, never half of it.
function put(name, bytes) {
  writeFileSync(join(out, `.${name}`), bytes);
  renameSync(join(out, `.${name}`), join(out, name));
  written.add(name);
}

function write(name, content) {
  const bytes = Buffer.from(content);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  put(name, bytes);
  put(`${name}.gz`, gzipSync(bytes, { level: 9 }));
  put(`${name}.br`, brotli);
  return `${name}: ${bytes.length} bytes, ${brotli.length} as brotli`;
}

mkdirSync(out, { recursive: true });
for (const [name, isRead] of [["respond", (path) => !forConsole(path)], ["console", () => true]]) {
  const css = stylesheet(name, isRead);
  const version = createHash("sha256").update(css).digest("hex").slice(0, 12);
  console.log(write(`${name}.${version}.css`, css));
}
for (const name of ["icon.svg", "passkey.js", "tables.js", "waiting.js"]) console.log(write(name, readFileSync(join(here, name))));
readdirSync(out)
  .filter((name) => !written.has(name))
  .forEach((name) => rmSync(join(out, name)));
