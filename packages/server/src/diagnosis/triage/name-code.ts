/** The code that Node would give to a failure of the network or the system, where another language tells it in words or numbers. */

/** Numbers of Linux, then macOS and Windows: https://man7.org/linux/man-pages/man3/errno.3.html */
const CODES: readonly (readonly [string, RegExp])[] = [
  [
    "ECONNREFUSED",
    /\[(?:Errno|WinError) (?:111|61|10061)\]|\b(?:Error 111|os error 111)\b|\bconnection refused\b|actively refused it/i,
  ],
  [
    "ECONNRESET",
    /\[(?:Errno|WinError) (?:104|54|10054)\]|\bos error 104\b|\bconnection (?:was )?(?:reset|aborted)\b|\bConnectionResetError\b|Remote end closed connection/i,
  ],
  ["EAI_AGAIN", /\btemporary failure in name resolution\b|\[Errno -3\]/i],
  [
    "ENOTFOUND",
    /\bname or service not known\b|nodename nor servname|\bno such host\b|\bUnknownHostException\b|\bgetaddrinfo failed\b|\[Errno (?:-2|8|11001)\]|NameResolutionError/i,
  ],
  [
    "ETIMEDOUT",
    /\[(?:Errno|WinError) (?:110|60|10060)\]|\bos error 110\b|\b(?:connect(?:ion)?|i\/o|read|dial tcp.{0,80}) timed? ?out\b|\bi\/o timeout\b/i,
  ],
  ["EHOSTUNREACH", /\[Errno (?:113|65)\]|\bno route to host\b/i],
  ["ENETUNREACH", /\[Errno (?:101|51)\]|\bnetwork is unreachable\b/i],
  ["EPIPE", /\[Errno 32\]|\bbroken pipe\b/i],
  ["ENOSPC", /\[Errno 28\]|\bno space left on device\b/i],
  ["EMFILE", /\[Errno 24\]|\btoo many open files\b/i],
  ["EADDRINUSE", /\[Errno (?:98|48)\]|\baddress already in use\b/i],
  ["CERT_HAS_EXPIRED", /\bcertificate (?:has expired|is expired)\b/i],
  [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    /\bCERTIFICATE_VERIFY_FAILED\b|certificate signed by unknown authority|unable to find valid certification path/i,
  ],
];
/** All of them hold one of these. */
const ANY =
  /Errno|WinError|Error 111|os error|onnection|refused|resolution|not known|nodename|no such host|UnknownHost|getaddrinfo|timed? ?out|timeout|no route|unreachable|broken pipe|no space|too many open|already in use|certificate|CERTIFICATE/i;

/** `undefined` for what no system says. */
export function nameCode(said: string): string | undefined {
  const start = said.slice(0, 2_000);
  return ANY.test(start) ? CODES.find(([, shape]) => shape.test(start))?.[0] : undefined;
}
