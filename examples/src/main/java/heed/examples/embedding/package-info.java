/** The engine in a plain Java program, with a kind of action of its own. Start with {@code TenLines}. */
@NullMarked
package heed.examples.embedding;

import org.jspecify.annotations.NullMarked;
