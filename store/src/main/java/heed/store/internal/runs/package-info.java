/** Definitions of automations, their runs, the ledger and stored plans. */
@NullMarked
package heed.store.internal.runs;

import org.jspecify.annotations.NullMarked;
