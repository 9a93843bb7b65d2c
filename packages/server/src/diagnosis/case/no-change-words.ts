/** What dependencies, platforms and people say where no change of ours is the cause; of any vendor, by what it means. */

/** A dependency says of itself that it is at fault, or that it has stopped serving what we ask for. */
export const STATEMENT =
  /overloaded|over capacity|\b529\b|(?:under|scheduled|undergoing|down for|in) maintenance|temporarily (?:unavailable|disabled|down|overloaded)|service (?:disruption|outage|is (?:degraded|down))|(?:experiencing|investigating) .{0,40}(?:issue|problem|outage|error|delay|traffic|load)|on our (?:side|end)|we(?:'re| are) (?:having|aware|sorry)|status page|(?:has been|is|was|are|have been) (?:deprecated|retired|sunset|decommissioned|discontinued|shut down)|no longer (?:supported|available|served)|end.of.life|reached its (?:end|shutdown)|(?:account|application|app|workspace|project|organi[sz]ation|subscription) .{0,30}(?:suspended|deactivated|disabled|blocked|closed)/i;
export const EXPIRED =
  /expired|not yet valid|validity (?:period )?(?:ended|over|elapsed)|not.?after|no longer valid|outside (?:of )?(?:its|the) validity|days? (?:until|to) expiry|(?:has )?lapsed/i;
export const CERTIFICATE =
  /certificate|\bcerts?\b|CERT_|\bTLS\b|\bSSL\b|x\.?509|\bSAML\b.{0,80}sign|\bPKIX\b|\bCA bundle\b/i;
export const USED_UP =
  /quota|billing|credit balance|(?:out of|no|insufficient|exhausted|used (?:up )?all (?:of )?(?:your|the)) (?:\w{1,20} )?(?:credits?|funds|balance|tokens left|seats?|licen[sc]es?)|(?:usage|spend(?:ing)?|plan|account|seat|licen[sc]e|storage|daily|monthly|hourly|weekly|per.?day|per.?month|total.?requests?|api.?requests?|free.?tier) (?:\w{1,20} )?(?:limit|cap|allowance|allotment)s?\b|REQUEST_LIMIT_EXCEEDED|payment required|upgrade your plan|(?:daily|monthly|plan|free tier|allowance).{0,40}(?:reached|exceeded|exhausted|used up)|(?:reached|exceeded|exhausted|used up).{0,40}(?:daily|monthly|plan|free tier|allowance|allotment)|resets? (?:at|on) (?:midnight|00:00|the first)/i;
/** Of machines, disks, clocks and networks. */
export const PLATFORM =
  /ENOSPC|no space left|evict(?:ed|ing|ion) (?:pod|node|by|from)|\bevicted\b|node (?:not ready|pressure|drain|lost|down)|\bNotReady|DiskPressure|EROFS|read-only (?:file|transaction|mode|replica)|READONLY You|terminating connection due to administrator|(?:promot|demot)(?:ed|ing|ion)\b.{0,60}(?:primary|master|leader|standby|replica|follower)|(?:primary|master|leader)\b.{0,40}(?:promot|demot|elect|step(?:ped|ping)? down|chang|switch|lost|mov)|switchover|NotWritablePrimary|NotMaster|fail.?over|preempt|\bspot (?:instance|interrupt|terminat|reclaim)|interruption notice|termination notice|draining node|cordon|hypervisor|\bkernel:|kernel panic|database system is (?:starting|shutting)|in recovery mode|no primary|not primary|57P0[123]|hardware|packet loss|network partition|availability zone|\bAZ\b|maintenance (?:window|event|reboot)|input\/output error|I\/O error|\bEIO\b|EXT4-fs|nvme|XFS \(|controller is down|blk_update|soft lockup|clock (?:skew|drift|wrong|is)|system clock|time jumped|\bntpd?\b|chron[yd]|TimeTooSkewed|used before issued|kubelet|host (?:reboot|restart|failure)|noisy neighbou?r|CPU steal|live migration|instance (?:retire|stop|terminat|replace)\w{0,5}|volume (?:detached|degraded)|(?:network|uplink|interface|port) (?:is |went )?down|conntrack table|\bdmesg\b/i;
/** Too little of what its machine has, which code of ours may have used up as well. */
export const STARVED =
  /OOM.?kill|out of memory|oom-kill|SIGKILL|exit(?:ed)? (?:with )?(?:code )?137|EMFILE|too many open files|cannot allocate memory/i;
/** The record is broken, or of another kind than before. */
export const BROKEN =
  /corrupt|poison|malformed|bad (?:record|row|data)|invalid (?:utf|character|byte|date|syntax)|unexpected (?:character|token|end)|control character|NumberFormat|decimal digit|unparse?able|UnicodeDecode|parsing "|could not (?:parse|convert|decode)|cannot (?:parse|convert|unmarshal|deseriali[sz]e)|invalid input syntax/i;
/** Data came from somewhere. */
export const ARRIVED =
  /\b(?:back-?fill\w{0,3}|import(?:ed|er|ing)?|bulk (?:load|upload|insert)|feed|ingest(?:ed|ing|ion)?|onboard(?:ed|ing)?|migrat(?:ed|ion) of|upload(?:ed)?|first (?:delivery|file|batch|sync)|new (?:supplier|source|partner|customer|tenant|vendor|merchant)|sync(?:ed|hroni[sz]ed)?)\b.{0,120}\b(?:finish\w{0,3}|complete\w{0,1}|done|started?|received|loaded|rows|records|items|documents|files|bytes|added|enabled|connected|imported)\b/i;
export const OUTGROWN =
  /(?:integer|bigint|value|numeric) (?:field )?(?:overflow|out of range)|out of range for|22003|sequence .{0,60}(?:exhausted|maximum)|reached maximum value|too many (?:columns|partitions|rows|parts|items|clauses|buckets|fields)|too_many_(?:clauses|buckets)|exceeds? .{0,40}(?:maximum|limit).{0,40}(?:size|rows|length|bytes)|(?:document|row|message|record|index|payload|entity) .{0,30}too (?:large|big|long)|maximum .{0,30}(?:size|id)\b|wraparound|id space|max\w{1,30} is set to \d|result window is too large/i;
/** We try again what failed. */
export const TRIED_AGAIN =
  /\bre-?try(?:ing)?\b|\bretries\b|\battempts?["']?[ =:#]{0,3}(?:[2-9]|\d\d)|\bre-?(?:queued?|delivered|delivery|enqueued?|sent|played)\b|\btrying again\b/i;
/** No word of trouble: `no known incidents`, `all nodes ready`. */
const CALM =
  /(?<![\w.-])(?:no|none|not|without|0|zero|never|all (?:\w{1,20} )?(?:ready|healthy|up|fine|good|ok|systems)|operational|healthy|normal|nominal|ok|okay|unchanged|stable|green|resolved|in sync|synchroni[sz]ed)(?![\w-]|\.\w)/i;

/** The sentence tells of it, and does not say that it is not so. */
export function tellsOf(text: string, shape: RegExp): boolean {
  return text.split(/\n|[.;] (?=[A-Z])|; /).some((sentence) => shape.test(sentence) && !CALM.test(sentence));
}
