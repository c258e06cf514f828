/** A criterion as Drools patterns and constraints, and the alpha network that Drools builds from them. */
@NullMarked
package heed.rules.internal.drools;

import org.jspecify.annotations.NullMarked;
