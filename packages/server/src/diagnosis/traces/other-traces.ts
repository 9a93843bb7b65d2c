/** Panics of Rust, fatal errors of PHP and crashes of Elixir: a line or two and, at most, a list of places. */

import { type BeginTrace, writeFrame } from "./trace-reading.ts";

const RUST =
  /^thread '[^']{1,80}'(?: \(\d{1,12}\))? panicked at (?:'(.{1,2000})', )?(\S{1,300}?):(\d{1,9}):\d{1,9}:?$/s;
const PHP =
  /^(?:PHP )?(?:Fatal error|Parse error): {1,2}(?:Uncaught (?:([\w\\]{1,120}): )?)?(.{1,2000}?) in (\S{1,300}?)(?::| on line )(\d{1,9})$/s;
const PHP_REST = /^(?:Stack trace:|#\d{1,4} | {2}thrown in |Next [\w\\]{1,120}: )/;
const ELIXIR = /^\*\* \(([A-Z][\w.]{1,120})\) (.{1,2000})$/s;
const ELIXIR_FRAME = /^ {4}(?:\([\w ./-]{1,60}\) )?([\w./-]{1,300}):(\d{1,9}): (.{1,120})$/;
const MOST_LINES = 300;

export const beginRustTrace: BeginTrace = (first) => {
  const [whole, message, path = "", line = ""] = RUST.exec(first) ?? [];
  if (whole === undefined) return undefined;
  const told = message === undefined ? [] : [message];
  return {
    take: (text) => {
      if (/^(?:note: |stack backtrace:|\s{2,})/.test(text)) return true;
      if (told.length > 0) return false;
      told.push(text);
      return true;
    },
    finish: () => ({
      errors: [{ message: [`panicked: ${told[0] ?? ""}`], frames: [writeFrame({ path, line, symbol: "" })] }],
      crash: first.startsWith("thread 'main'"),
    }),
  };
};

export const beginPhpTrace: BeginTrace = (first) => {
  const [whole, name, message = "", path = "", line = ""] = PHP.exec(first) ?? [];
  if (whole === undefined) return undefined;
  const named = name === undefined ? {} : { name: name.replaceAll("\\", ".") };
  return {
    take: (text) => PHP_REST.test(text),
    finish: () => ({
      errors: [{ ...named, message: [message], frames: [writeFrame({ path, line, symbol: "" })] }],
      crash: true,
    }),
  };
};

export const beginElixirTrace: BeginTrace = (first) => {
  const [whole, name = "", message = ""] = ELIXIR.exec(first) ?? [];
  if (whole === undefined) return undefined;
  const frames: string[] = [];
  return {
    take: (text) => {
      const [found, path = "", line = "", symbol = ""] = ELIXIR_FRAME.exec(text) ?? [];
      if (found !== undefined && frames.length < MOST_LINES) frames.push(writeFrame({ path, line, symbol }));
      return found !== undefined;
    },
    finish: () => ({ errors: [{ name, message: [message], frames }], crash: false }),
  };
};
