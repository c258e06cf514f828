/** The proofs that {@code bin/prove} runs: they kill processes and servers, fill disks, hold locks and race opt-outs. */
@NullMarked
package heed.examples.prove;

import org.jspecify.annotations.NullMarked;
