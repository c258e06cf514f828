/** The proofs that {@code bin/prove} runs: processes and servers are killed, locked out and raced. */
@NullMarked
package heed.examples.prove;

import org.jspecify.annotations.NullMarked;
