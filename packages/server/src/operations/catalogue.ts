/** Every operation there is. Faces project this list; nothing else names operations. */

import { acknowledgeIncidentOperation } from "./acknowledge-incident.ts";
import { addNoteOperation } from "./add-note.ts";
import { applyRemedyOperation } from "./apply-remedy.ts";
import { approveRemedyOperation } from "./approve-remedy.ts";
import { claimIncidentOperation } from "./claim-incident.ts";
import type { Operation } from "./define-operation.ts";
import { eraseBodyOperation } from "./erase-body.ts";
import { listIncidentsOperation } from "./list-incidents.ts";
import { openIncidentOperation } from "./open-incident.ts";
import { postUpdateOperation } from "./post-update.ts";
import { proposeRemedyOperation } from "./propose-remedy.ts";
import { rejectRemedyOperation } from "./reject-remedy.ts";
import { releaseIncidentOperation } from "./release-incident.ts";
import { resolveIncidentOperation } from "./resolve-incident.ts";
import { runChecksOperation } from "./run-checks.ts";
import { setSeverityOperation } from "./set-severity.ts";
import { settleRemedyOperation } from "./settle-remedy.ts";
import { showIncidentOperation } from "./show-incident.ts";
import { showReviewOperation } from "./show-review.ts";
import { showTextOperation } from "./show-text.ts";
import { showTimelineOperation } from "./show-timeline.ts";
import { writeReviewOperation } from "./write-review.ts";

export const operations: readonly Operation[] = [
  listIncidentsOperation,
  showIncidentOperation,
  showTimelineOperation,
  showTextOperation,
  showReviewOperation,
  openIncidentOperation,
  claimIncidentOperation,
  releaseIncidentOperation,
  acknowledgeIncidentOperation,
  addNoteOperation,
  setSeverityOperation,
  runChecksOperation,
  proposeRemedyOperation,
  approveRemedyOperation,
  rejectRemedyOperation,
  applyRemedyOperation,
  settleRemedyOperation,
  postUpdateOperation,
  resolveIncidentOperation,
  writeReviewOperation,
  eraseBodyOperation,
];
