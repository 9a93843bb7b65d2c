/** Loaded before a program, tells at its end how much memory it took at most. */
process.on("exit", () => {
  // In kilobytes: https://nodejs.org/api/process.html#processresourceusage
  process.stderr.write(`peak ${process.resourceUsage().maxRSS * 1024}\n`);
});
