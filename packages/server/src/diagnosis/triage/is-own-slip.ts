/** Errors that a program makes by itself, whatever it was calling. */

/** Of Node, Python, Ruby, the Java machine and .NET. */
const SLIP =
  /^(?:TypeError|ReferenceError|RangeError|SyntaxError|NameError|KeyError|IndexError|AttributeError|UnboundLocalError|ZeroDivisionError|AssertionError|NotImplementedError|RecursionError|IndentationError|NoMethodError|ArgumentError|FrozenError|NullPointerException|(?:Array|String)?IndexOutOfBoundsException|ClassCastException|NoSuchElementException|NumberFormatException|NullReferenceException|InvalidCastException|KeyNotFoundException|IndexOutOfRangeException|ArgumentNullException)$/;

export function isOwnSlip(errorClass: string | undefined): boolean {
  return errorClass !== undefined && SLIP.test(errorClass);
}
