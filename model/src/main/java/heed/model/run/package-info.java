/** Runs of an automation: the stored definition, the evaluation time, planned effects, the ledger and the tally. */
@NullMarked
package heed.model.run;

import org.jspecify.annotations.NullMarked;
