const NUL = String.fromCharCode(0);
const BYTE_ORDER_MARK = 0xfeff;

/** The text of some bytes. What is no UTF-8 becomes U+FFFD; NUL bytes and a byte order mark are left out. */
export function decodeLine(bytes: Uint8Array, start: number, end: number): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8", start, end);
  const plain = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  return plain.includes(NUL) ? plain.replaceAll(NUL, "") : plain;
}
