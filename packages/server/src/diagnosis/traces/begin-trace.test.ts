import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beginTrace, translateTrace } from "./begin-trace.ts";

const PYTHON = `ERROR:bot:Failed to answer
Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/urllib3/connection.py", line 174, in _new_conn
    conn = connection.create_connection(
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/bot.py", line 12, in fetch
    requests.get(url)
requests.exceptions.ConnectTimeout: HTTPConnectionPool(host='10.0.0.4', port=80)
INFO:bot:next`;

describe("what other languages print of an error, as Node would print it", () => {
  test("Python's last error comes first, and what it wraps stands below it", () => {
    const text = translateTrace(PYTHON);

    expect(text?.split("\n")).toEqual([
      "ERROR:bot:Failed to answer: requests.exceptions.Error [ConnectTimeout]: HTTPConnectionPool(host='10.0.0.4', port=80)",
      "    at fetch (/app/bot.py:12)",
      "  [cause]: ConnectionRefusedError: [Errno 111] Connection refused",
      "      at _new_conn (/usr/lib/python3/dist-packages/urllib3/connection.py:174)",
    ]);
  });

  test("what Slack's client says over two lines is one message", () => {
    const text = translateTrace(`Traceback (most recent call last):
  File "/app/bot.py", line 8, in post
    client.chat_postMessage(channel=channel, text=answer)
slack_sdk.errors.SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)
The server responded with: {'ok': False, 'error': 'not_in_channel'}`);

    expect(text?.split("\n").slice(0, 2)).toEqual([
      "slack_sdk.errors.SlackApiError: The request to the Slack API failed. (url: https://slack.com/api/chat.postMessage)",
      "The server responded with: {'ok': False, 'error': 'not_in_channel'}",
    ]);
  });

  test("of Python's groups the first error speaks", () => {
    const text = translateTrace(`  + Exception Group Traceback (most recent call last):
  |   File "/app/bot.py", line 58, in <module>
  |     main()
  | ExceptionGroup: several (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: one
    +---------------- 2 ----------------
    | OSError: two
    +------------------------------------`);

    expect(text?.split("\n").filter((line) => !line.includes(" at "))).toEqual([
      "Error [ExceptionGroup]: several (2 sub-exceptions)",
      "  [cause]: ValueError: one",
    ]);
  });

  test("who presses Ctrl+C had no failure", () => {
    const text = translateTrace(`Traceback (most recent call last):
  File "/app/bot.py", line 3, in <module>
    main()
KeyboardInterrupt`);

    expect(text).toBeUndefined();
  });

  test("Java's causes are causes", () => {
    const text = translateTrace(`java.lang.IllegalStateException: Failed to obtain JDBC Connection
\tat com.example.Bot.save(Bot.java:5)
Caused by: java.net.ConnectException: Connection refused
\tat java.base/sun.nio.ch.Net.connect0(Native Method)
\t... 3 more`);

    expect(text?.split("\n")).toEqual([
      "java.lang.IllegalStateException: Failed to obtain JDBC Connection",
      "    at com.example.Bot.save(Bot.java:5)",
      "  [cause]: java.net.ConnectException: Connection refused",
      "      at java.base/sun.nio.ch.Net.connect0(Native Method)",
      "      ... 3 more",
    ]);
  });

  test(".NET writes an inner error above the frames of the outer one", () => {
    const text = translateTrace(`Unhandled exception. System.InvalidOperationException: Could not start
 ---> System.Net.Sockets.SocketException (111): Connection refused
   at System.Net.Sockets.Socket.Connect(EndPoint remote)
   --- End of inner exception stack trace ---
   at Bot.Program.Main(String[] args) in /src/Program.cs:line 12`);

    expect(text?.split("\n")).toEqual([
      "System.InvalidOperationException: Could not start",
      "    at Bot.Program.Main(String[] args) in /src/Program.cs:line 12",
      "  [cause]: System.Net.Sockets.SocketException: Connection refused",
      "      at System.Net.Sockets.Socket.Connect(EndPoint remote)",
    ]);
  });

  test("Go's panic has the frames of the goroutine that panicked", () => {
    const text = translateTrace(`panic: send on closed channel

goroutine 47 [running]:
main.(*Bot).handle(0xc000010000, {0x1, 0x2})
\t/app/bot.go:41 +0x64c
created by main.main
\t/app/main.go:12 +0x94

goroutine 1 [select]:
main.other()
\t/app/other.go:3 +0x1
exit status 2`);

    expect(text?.split("\n")).toEqual([
      "panic: send on closed channel",
      "    at main.*Bot.handle (/app/bot.go:41)",
      "    at main.main (/app/main.go:12)",
    ]);
  });

  test("Ruby's class stands behind its message, and a cause below the callers", () => {
    const text = translateTrace(`bot.rb:4:in \`rescue in save': Could not save the note (RuntimeError)
\tfrom bot.rb:4:in \`save'
bot.rb:4:in \`initialize': Connection refused - connect(2) for "10.0.0.4" port 1 (Errno::ECONNREFUSED)
\tfrom bot.rb:4:in \`new'`);

    expect(text?.split("\n").filter((line) => !line.includes(" at "))).toEqual([
      "RuntimeError: Could not save the note",
      '  [cause]: SystemCallError: ECONNREFUSED: Connection refused - connect(2) for "10.0.0.4" port 1',
    ]);
  });

  test.each([
    ["thread 'main' panicked at src/main.rs:12:5:\ncalled `Option::unwrap()` on a `None` value", "panicked: called"],
    [
      "PHP Fatal error:  Uncaught PDOException: SQLSTATE[08006] in /app/db.php:12\nStack trace:\n#0 {main}",
      "PDOException: SQL",
    ],
    [
      "** (DBConnection.ConnectionError) tcp connect (db:5432): non-existing domain\n    (app 0.1) lib/bot.ex:12: Bot.run/1",
      "DBConnection.ConnectionError: tcp",
    ],
  ])("%s", (print, start) => {
    const text = translateTrace(print);

    expect(text?.startsWith(start)).toBe(true);
  });

  test.each(["The user asked why a panic: came up", "error: no luck", "  at home", "Exception handling is on"])(
    "a line of prose begins nothing: %s",
    (line) => {
      const reading = beginTrace(line);

      expect(reading?.finish()).toBeUndefined();
    },
  );

  test("no text makes it throw", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "Traceback (most recent call last):",
        "panic: x",
        "goroutine 1 [running]:",
        "a.b.CError: x",
        "Caused by: d.EException",
        "a.rb:1:in `b': c (D)",
        ...PYTHON.split("\n"),
      ),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        translateTrace(lines.join("\n"));
      }),
    );
  });
});
