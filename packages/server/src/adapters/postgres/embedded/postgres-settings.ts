/**
 * Settings of the embedded server, given at each start so that a newer Allclear brings its own.
 * fsync, full_page_writes and synchronous_commit stay on, as PostgreSQL has them.
 */
const settings: Readonly<Record<string, string | number>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  // Small: one server beside one bot team's process, idle together under 250 MB.
  shared_buffers: "32MB",
  maintenance_work_mem: "32MB",
  max_wal_size: "256MB",
  max_connections: 100,
  huge_pages: "off",
  io_method: "sync",
  jit: "off",
  max_parallel_workers_per_gather: 0,
  // A client that is cut off is noticed within 5 + 3 × 3 = 14 s, under the 15 s after which its jobs must be free again.
  tcp_keepalives_idle: 5,
  tcp_keepalives_interval: 3,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 14_000,
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "off",
  // Neither statements nor the values of a row that broke a rule may reach the log: they can hold secrets.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** The settings as options of the server's command line. */
export function settingsAsOptions(port: number): string {
  const pairs = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
  return pairs.join(" ");
}
