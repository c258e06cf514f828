/**
 * What several parts of the engine share: access to prospects and stored definitions, the latest run, and run leases.
 */
@NullMarked
package heed.engine.internal.core;

import org.jspecify.annotations.NullMarked;
