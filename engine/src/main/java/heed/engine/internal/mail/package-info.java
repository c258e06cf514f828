/** The messages of automations: requirements, previews, queueing, rendering and composition. */
@NullMarked
package heed.engine.internal.mail;

import org.jspecify.annotations.NullMarked;
