/** The engine that an embedder builds and calls: start with {@link heed.engine.Engine}. */
@NullMarked
package heed.engine;

import org.jspecify.annotations.NullMarked;
