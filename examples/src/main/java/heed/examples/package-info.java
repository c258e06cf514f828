/** Generator of the large example file; the other packages have embedding and the proofs. */
@NullMarked
package heed.examples;

import org.jspecify.annotations.NullMarked;
