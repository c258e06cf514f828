/** The generator of the large example file. The packages below hold the embedding examples and the proofs. */
@NullMarked
package heed.examples;

import org.jspecify.annotations.NullMarked;
